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
mod product;
mod time;

/// The rooms of `lexicon/mod.rs` without those that answer questions.
mod lexicon {
    mod builtin;
    mod compiled;
    mod graph;
    mod heard;
    mod load;
    mod meaning;
    mod phrase;
    mod table;
    mod words;

    pub(crate) fn compile() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        Ok(postcard::to_allocvec(&load::load(Vec::new())?)?)
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
    Ok(())
}
