//! A line on the terminal while a command takes longer than a second.

use std::io::{self, IsTerminal as _, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Shows the seconds on the standard error until it is dropped, which removes the line.
pub(crate) struct Progress {
    /// Disconnects the thread.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts to wait; `None` if the standard error is not a terminal.
    pub(crate) fn start() -> Option<Self> {
        if !io::stderr().is_terminal() {
            return None;
        }
        let (stop, stopped) = mpsc::channel();
        let thread = thread::spawn(move || show(&stopped, Duration::from_secs(1), &mut io::stderr()));
        Some(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // The thread ends at once, and its failure changes no result.
            let _ = thread.join();
        }
    }
}

/// Writes the seconds after each interval, in one line. A terminal that is gone cannot receive them.
fn show(stopped: &Receiver<()>, interval: Duration, out: &mut impl Write) {
    let start = Instant::now();
    let mut width = 0;
    while stopped.recv_timeout(interval) == Err(RecvTimeoutError::Timeout) {
        let text = format!("working, {} s", start.elapsed().as_secs());
        width = text.len();
        let _ = write!(out, "\r{text}").and_then(|()| out.flush());
    }
    if width > 0 {
        let _ = write!(out, "\r{:width$}\r", "").and_then(|()| out.flush());
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_after_the_interval_and_removed() {
        let (stop, stopped) = mpsc::channel();
        let thread = thread::spawn(move || {
            let mut out = Vec::new();
            show(&stopped, Duration::from_millis(5), &mut out);
            String::from_utf8(out).unwrap()
        });
        thread::sleep(Duration::from_millis(100));
        drop(stop);
        let out = thread.join().unwrap();
        assert!(out.starts_with("\rworking, 0 s"), "{out:?}");
        let line = "working, 0 s".len();
        assert!(out.ends_with(&format!("\r{:line$}\r", "")), "{out:?}");
    }

    #[test]
    fn a_quick_command_writes_nothing() {
        let (stop, stopped) = mpsc::channel();
        drop(stop);
        let mut out = Vec::new();
        show(&stopped, Duration::from_secs(60), &mut out);
        assert_eq!(out, b"");
    }
}
