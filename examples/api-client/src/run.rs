//! The whole example: a server if none is given, the proxies, and the calls.

use std::io;
use std::net::SocketAddr;

use api_server::catalogs::{Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks};
use api_server::server::{self, Limits};
use api_server::store::Database;
use indicatif::ProgressBar;
use tokio::net::{TcpListener, TcpSocket};

use crate::arguments::Call as Wanted;
use crate::caller::{Caller, Report};
use crate::calls::{CALLS, Call};
use crate::faults::{self, Behind, Faults};
use crate::proxy;

/// Makes the requested calls, and shows each report as soon as it is complete.
///
/// # Errors
///
/// If an API is not known, or a part of the example cannot be started.
pub async fn run(wanted: &Wanted, bar: ProgressBar, show: &mut dyn FnMut(Report)) -> Result<(), String> {
    let calls = calls(&wanted.apis)?;
    let server = match &wanted.server {
        Some(server) => server.clone(),
        None => format!("http://{}", start_server().await?),
    };
    let faults = Faults::default();
    let entrance = if wanted.no_faults {
        server
    } else {
        let front = start_front(&server, &faults).await;
        format!(
            "http://{}",
            front.map_err(|error| format!("cannot start the proxy: {error}"))?
        )
    };
    let caller =
        Caller::new(&entrance, wanted.silence, bar).map_err(|error| format!("cannot start the client: {error}"))?;
    for call in calls {
        faults.set(call.faults);
        show(make(&caller, call).await);
    }
    Ok(())
}

fn calls(apis: &[String]) -> Result<Vec<&'static Call>, String> {
    if let Some(unknown) = apis.iter().find(|api| CALLS.iter().all(|call| call.api != **api)) {
        return Err(format!("unknown API `{unknown}`; see --help"));
    }
    let is_wanted = |call: &&Call| apis.is_empty() || apis.iter().any(|api| api == call.api);
    Ok(CALLS.iter().filter(is_wanted).collect())
}

async fn make(caller: &Caller, call: &Call) -> Report {
    match call.api {
        "gp-connect" => caller.call::<GpConnect>(call).await,
        "gp-connect-dstu2" => caller.call::<GpConnectDstu2>(call).await,
        "bars" => caller.call::<Bars>(call).await,
        "blue-button" => caller.call::<BlueButton>(call).await,
        "health-gorilla" => caller.call::<HealthGorilla>(call).await,
        _ => caller.call::<Medblocks>(call).await,
    }
}

/// Starts the example server in this process, on a free port.
async fn start_server() -> Result<SocketAddr, String> {
    let start = async {
        let database = Database::in_memory().map_err(io::Error::other)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(server::serve(
            listener,
            database,
            Limits::default(),
            std::future::pending(),
        ));
        Ok::<_, io::Error>(address)
    };
    start.await.map_err(|error| format!("cannot start the server: {error}"))
}

/// Starts two reverse proxies, one of them without its server, and the proxy that adds faults.
async fn start_front(server: &str, faults: &Faults) -> io::Result<SocketAddr> {
    // Bound and not listening: the system refuses connections, and gives the port to no other program.
    let away = TcpSocket::new_v4()?;
    away.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    let behind = Behind {
        whole: proxy::start(server).await?,
        broken: proxy::start(&format!("http://{}", away.local_addr()?)).await?,
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let faults = faults.clone();
    tokio::spawn(async move {
        let _away = away;
        faults::serve(listener, behind, faults).await
    });
    Ok(address)
}
