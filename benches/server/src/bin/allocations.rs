//! Allocations of one request. A program of its own, because its allocator counts.

use std::error::Error;

use allocation_counter::measure;
use benchmarks::table::{Table, sections};
use server::{Route, api, bare};

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let mut table = Table::new(
        "Allocations of a request",
        "From the call of the router to the `Response`, which is dropped; without a socket and a client.",
        &["route", "allocations", "bytes"],
    );
    let mut of = |server: &str, routes: Vec<Route>| -> Result<(), Box<dyn Error>> {
        for mut route in routes {
            // The first request fills what is made once.
            runtime.block_on(route.answer())?;
            let mut answer = None;
            let counted = measure(|| answer = Some(runtime.block_on(route.answer()).map(drop)));
            answer.transpose()?;
            table.row(vec![
                format!("{server}: {}", route.name),
                counted.count_total.to_string(),
                counted.bytes_total.to_string(),
            ]);
        }
        Ok(())
    };
    of("plain axum", bare::routes())?;
    of("`/gp-connect/Patient`", runtime.block_on(api::routes())?)?;
    print!("{}", sections(&[table]));
    Ok(())
}
