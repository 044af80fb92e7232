//! Requests per second, over sockets.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use benchmarks::project::own_cpu_seconds;

use crate::Route;

/// How many connections ask, each for one response after the other.
pub const CONNECTIONS: usize = 8;
/// How often each route has its turn. The best turn counts.
pub const TURNS: usize = 24;
/// How long one turn takes.
const TURN: Duration = Duration::from_millis(250);

/// How fast a route is.
#[derive(Clone, Copy, Default)]
pub struct Rate {
    /// Responses per second in its best turn.
    pub best: f64,
    answers: f64,
    cpu: f64,
}

impl Rate {
    /// Responses for each second of CPU, client included, over all turns: a busy machine hardly changes that.
    pub fn per_cpu_second(&self) -> f64 {
        self.answers / self.cpu
    }
}

/// How fast each route is, in turns.
///
/// # Errors
/// A socket cannot be had.
pub async fn rates(routes: &[Route]) -> io::Result<Vec<Rate>> {
    let mut served = Vec::new();
    for route in routes {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        served.push((listener.local_addr()?, route.path, Rate::default()));
        let router = route.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
    }
    for _ in 0..TURNS {
        for (address, path, rate) in &mut served {
            turn(*address, path, rate).await?;
        }
    }
    Ok(served.into_iter().map(|(_, _, rate)| rate).collect())
}

/// One turn of a route.
async fn turn(address: SocketAddr, path: &'static str, rate: &mut Rate) -> io::Result<()> {
    let (stop, answers) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let (start, cpu) = (Instant::now(), own_cpu_seconds()?);
    let asking: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (stop, answers) = (stop.clone(), answers.clone());
            tokio::spawn(async move { ask(address, path, &stop, &answers).await })
        })
        .collect();
    tokio::time::sleep(TURN).await;
    stop.store(true, Ordering::Relaxed);
    for one in asking {
        one.await??;
    }
    let count = f64::from(u32::try_from(answers.load(Ordering::Relaxed)).unwrap_or(u32::MAX));
    rate.best = rate.best.max(count / start.elapsed().as_secs_f64());
    rate.answers += count;
    rate.cpu += own_cpu_seconds()? - cpu;
    Ok(())
}

/// Asks a route again and again until it is time to stop; counts the responses.
async fn ask(address: SocketAddr, path: &str, stop: &AtomicBool, answers: &AtomicU64) -> io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: clinic.example\r\n\r\n");
    let mut buffer = vec![0; 16 * 1024];
    while !stop.load(Ordering::Relaxed) {
        stream.write_all(request.as_bytes()).await?;
        // The responses of all routes are shorter than the buffer, and end with the end of an object.
        let mut end = 0;
        while end == 0 || buffer[end - 1] != b'}' {
            let read = stream.read(&mut buffer[end..]).await?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            end += read;
        }
        answers.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}
