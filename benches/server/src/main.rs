//! Responses per second, and the time of one response without a socket.

use std::error::Error;

use benchmarks::measure::{Contender, race};
use benchmarks::table::{Table, sections, time};
use server::load::{CONNECTIONS, TURNS, rates};
use server::{Route, api, bare};

const COLUMNS: [&str; 5] = [
    "route",
    "responses per second",
    "responses per CPU second",
    "of the constant",
    "without a socket",
];

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    let setting = format!(
        "Responses per second of axum over {CONNECTIONS} connections on one machine, client included, best of {TURNS} turns; responses for each second of CPU over all turns, which depends \
         little on other load, and their share of the constant's; and the time of one response without a socket, from the call of the router to the `Response`."
    );
    let mut table = Table::new(
        "Server",
        &format!(
            "{setting} The constant response is the upper limit. The error has a text of 98 bytes, and no layer is around the handler."
        ),
        &COLUMNS,
    );
    let shares = fill(&mut table, &mut bare::routes(), &runtime)?;
    let wanted = "an error of the catalog: at least 97 % of the constant response";
    table.goal(wanted, percent(shares[1]), shares[1] >= 0.97);
    print!("{}", sections(&[table]));

    let mut table = Table::new(
        "The example server",
        &format!(
            "{setting} `GET /gp-connect/Patient` without the search parameter: 400 and an OperationOutcome. All have the example server's limits of time and room. \
             The example server's layer also gives every request an id, adds it to the response, reads which representation the client accepts, and sends \
             an event for the log, which has no subscriber here. The third row has the layer and a handler with the constant body."
        ),
        &COLUMNS,
    );
    let mut routes = runtime.block_on(api::routes())?;
    let shares = fill(&mut table, &mut routes, &runtime)?;
    for (name, share) in [
        ("the same route with a constant body", shares[1] / shares[2]),
        ("a constant body without the layer", shares[1]),
    ] {
        let wanted = format!("the example server: at least 97 % of {name}");
        table.goal(wanted, percent(share), share >= 0.97);
    }
    print!("\n{}", sections(&[table]));
    Ok(())
}

/// Measures the routes, makes a row of each, and gives their responses per CPU second as a share of the first's.
fn fill(
    table: &mut Table,
    routes: &mut [Route],
    runtime: &tokio::runtime::Runtime,
) -> Result<Vec<f64>, Box<dyn Error>> {
    let rates = runtime.block_on(rates(routes))?;
    let single = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let contenders = routes
        .iter_mut()
        .map(|route| Contender::new(route.name, || single.block_on(route.answer())));
    let times = race(contenders.collect());
    let limit = rates[0].per_cpu_second();
    let shares: Vec<f64> = rates.iter().map(|rate| rate.per_cpu_second() / limit).collect();
    for ((rate, share), (name, one)) in rates.iter().zip(&shares).zip(times) {
        table.row(vec![
            name.to_owned(),
            format!("{:.0}", rate.best),
            format!("{:.0}", rate.per_cpu_second()),
            percent(*share),
            time(one),
        ]);
    }
    Ok(shares)
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
