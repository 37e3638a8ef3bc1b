//! Times an import into a catalog on disk: a feed in memory -> checked rows -> analysed documents -> one commit, open for readers. And
//! beside it the floor: the bare search engine, which puts the same text into its index with its own plain tokens.
//!
//! The floor splits the rows at their tabs, has title, brand, category, colour and description as five fields with the frequencies of
//! words but not their places, stores the row, and commits; with as many threads and as much memory as the import takes. It checks no
//! row, knows no language, and does not wait for merges, as the import does. Read their ratio within one run.
//!
//! The products are those of `common::shop`, some 500 bytes a row, half of them Arabic. The report, the length, the last product and the
//! floor's number of documents are checked first, and it is printed how many bytes on disk a product takes. Throughput is that of
//! products, on all cores that the machine gives. Making the empty catalog, copying the feed's bytes and dropping are not timed.
//!
//! Left out: gzip, other formats (see `feed`), and merging with what a partner had before (see `update`).

mod common;

use common::disk::{catalog_of, folder, size_of};
use common::shop::Rows;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use shoptalk::{Catalog, Feed};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, TantivyDocument};
use tempfile::TempDir;

const SIZES: [u64; 2] = [10_000, 50_000];

/// As the import has for its writer.
const WRITER_BYTES: usize = 256 << 20;

fn import((folder, catalog, feed): (TempDir, Catalog, Feed)) -> (TempDir, Catalog) {
    let report = catalog.import("shop", [feed]).expect("the feed is well-formed");
    assert_eq!(report.rejected, 0, "{report}");
    (folder, catalog)
}

/// The search engine alone: the columns of a row that it takes with their fields, and a field for the whole row.
struct Bare {
    index: Index,
    texts: [(usize, Field); 5],
    row: Field,
}

impl Bare {
    fn new(folder: &TempDir) -> Self {
        let words = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqs);
        let text = TextOptions::default().set_indexing_options(words);
        let mut schema = Schema::builder();
        let texts = [(1, "title"), (2, "description"), (5, "brand"), (6, "category"), (7, "details")];
        let texts = texts.map(|(column, name)| (column, schema.add_text_field(name, text.clone())));
        let row = schema.add_text_field("row", STORED);
        Self {
            index: Index::create_in_dir(folder, schema.build()).expect("the folder is empty"),
            texts,
            row,
        }
    }

    /// The writer comes back, so that nobody waits for its threads.
    fn import(&self, feed: &str) -> tantivy::Result<IndexWriter> {
        let mut writer = self.index.writer(WRITER_BYTES)?;
        for row in feed.lines().skip(1) {
            let mut document = TantivyDocument::new();
            document.add_text(self.row, row);
            let columns: Vec<&str> = row.split('\t').collect();
            for (column, field) in self.texts {
                document.add_text(field, columns[column]);
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        Ok(writer)
    }

    fn len(&self) -> u64 {
        self.index.reader().expect("it has a commit").searcher().num_docs()
    }
}

/// Checks both ways of a size, and prints the bytes on disk that a product takes.
fn check(size: u64, feed: &str) {
    let (folder, catalog) = catalog_of(size);
    assert_eq!(catalog.len(), size);
    let last = catalog.get("shop", &format!("p{}", size - 1)).expect("the index is readable");
    assert!(
        last.is_some_and(|product| product.price.is_some() && product.brand.is_some()),
        "the last row is there"
    );
    let ours = size_of(folder.path());
    drop((catalog, folder));
    let folder = common::disk::folder();
    let bare = Bare::new(&folder);
    drop(bare.import(feed).expect("there is a disk"));
    assert_eq!(bare.len(), size);
    println!(
        "{size} products: {} bytes each in the feed, {} in the catalog, {} in the bare index",
        feed.len() as u64 / size,
        ours / size,
        size_of(folder.path()) / size
    );
}

fn index(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("index");
    group.sample_size(10);
    for size in SIZES {
        let feed = String::from_utf8(Rows::new(size).bytes()).expect("it is UTF-8");
        check(size, &feed);
        group.throughput(Throughput::Elements(size));
        group.bench_function(BenchmarkId::new("import", size), |bencher| {
            let setup = || {
                let folder = folder();
                let catalog = Catalog::open(folder.path()).expect("the folder is empty");
                (folder, catalog, Feed::from_bytes("rows.tsv", feed.as_str()))
            };
            bencher.iter_batched(setup, import, BatchSize::PerIteration);
        });
        group.bench_function(BenchmarkId::new("bare", size), |bencher| {
            let setup = || {
                let folder = folder();
                (Bare::new(&folder), folder)
            };
            let import = |(bare, folder): (Bare, TempDir)| (bare.import(&feed).expect("there is a disk"), bare, folder);
            bencher.iter_batched(setup, import, BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, index);
criterion_main!(benches);
