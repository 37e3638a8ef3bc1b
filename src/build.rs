//! Compiles the language rows when the crate is built, so that opening the lexicon costs no reading of rows.
//!
//! This is a second crate of the same modules, as far as they are needed: what reads an overlay at run time reads the built-in rows
//! here. The rows are part of the modules (`include_str!`), so a new row builds this program anew, and cargo runs it then.

#![allow(dead_code, reason = "the library uses the rest")]

use std::error::Error;
use std::path::Path;
use std::{env, fs, process};

mod analysis;
mod error;
mod money;
mod offer;
mod product;
mod time;

/// The rooms of `lexicon/mod.rs` without those that answer questions.
mod lexicon {
    mod builtin;
    mod compiled;
    mod fit;
    mod graph;
    mod heads;
    mod heard;
    mod load;
    mod meaning;
    mod phrase;
    mod spotter;
    mod table;
    mod talk;
    mod words;

    pub(crate) fn compile() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        Ok(postcard::to_allocvec(&load::load(Vec::new())?)?)
    }

    /// A model of talk as it is written, by the name of its file.
    type Model = (&'static str, Vec<u8>);

    /// The models of talk, fitted side by side: it takes some seconds.
    pub(crate) fn fit() -> Result<Vec<Model>, Box<dyn std::error::Error>> {
        type Fit = fn() -> super::error::Result<talk::Talk>;
        const MODELS: [(&str, Fit); 3] = [
            ("matters.bin", fit::matters),
            ("technical.bin", fit::technical),
            ("wishes.bin", fit::wishes),
        ];
        let running = MODELS.map(|(name, fit)| (name, std::thread::spawn(fit)));
        let mut models = Vec::new();
        for (name, fit) in running {
            let model = fit.join().map_err(|_| format!("{name} could not be fitted"))??;
            models.push((name, postcard::to_allocvec(&model)?));
        }
        Ok(models)
    }
}

fn main() {
    if let Err(error) = write() {
        eprintln!("{error}");
        process::exit(1);
    }
}

fn write() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/build.rs");
    let folder = env::var("OUT_DIR")?;
    fs::write(Path::new(&folder).join("lexicon.bin"), lexicon::compile()?)?;
    for (name, model) in lexicon::fit()? {
        fs::write(Path::new(&folder).join(name), model)?;
    }
    Ok(())
}
