//! Times the work of the macro: `expansion FILE…` prints a line for each file with the nanoseconds of CPU that reading
//! and checking it takes, and those that making Rust of it takes.
//!
//! Cargo builds macros without optimisation; this program is built the same way.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use error_catalog::{Source, compile, rust};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// How often each file is expanded at least, and how long it takes at least. The mean counts: the kernel counts a thread's time at its own pace.
const ROUNDS: u32 = 2;
const AT_LEAST: Duration = Duration::from_millis(500);

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        let start = Instant::now();
        let (mut rounds, mut checking, mut expanding) = (0, 0, 0);
        while rounds < ROUNDS || start.elapsed() < AT_LEAST {
            let (checked, expanded) = expand(&path)?;
            checking += checked;
            expanding += expanded;
            rounds += 1;
        }
        println!("{} {}", checking / u64::from(rounds), expanding / u64::from(rounds));
    }
    Ok(())
}

/// Nanoseconds of CPU that this thread has had (proc(5): `schedstat`).
fn cpu() -> Result<u64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(stat.split(' ').next().unwrap_or_default().parse()?)
}

/// How long it takes to read and check the file, and to make Rust of it.
fn expand(path: &str) -> Result<(u64, u64), Box<dyn Error>> {
    let start = cpu()?;
    let source = Source::new(path, std::fs::read_to_string(path)?);
    let compiled = compile(&source);
    if !compiled.is_usable() {
        return Err(format!("{path}: {:?}", compiled.problems).into());
    }
    let checked = cpu()?;
    let request = rust::Request {
        attributes: quote! {},
        visibility: quote! { pub },
        name: format_ident!("Bench"),
        module: None,
        path: path.to_owned(),
        runtime: quote! { ::error_runtime },
        runtime_inside: quote! { ::error_runtime },
        exhaustive: false,
        tracked_paths: Vec::new(),
        is_broken: false,
    };
    // What is made as text, and of bytes, the compiler turns to tokens with its own code, which is not here.
    let lexer = rust::Lexer {
        source: |_| TokenStream::new(),
        bytes: |_| TokenStream::new(),
    };
    black_box(rust::expand_with(&compiled.catalog, &request, lexer));
    Ok((checked - start, cpu()? - checked))
}
