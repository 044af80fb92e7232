//! Waiting, with a bar that says how long.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::time::Instant;

/// How often the bar moves.
const STEP: Duration = Duration::from_millis(50);

/// The bar on the standard error; it shows nothing where that is no terminal.
pub fn bar() -> ProgressBar {
    bar_on(ProgressDrawTarget::stderr())
}

/// The bar on this target.
pub fn bar_on(target: ProgressDrawTarget) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, target);
    // A template that cannot be read is one that was mistyped here; the plain bar does as well.
    if let Ok(style) = ProgressStyle::with_template("  {msg} [{bar:30}] {pos}/{len} ms") {
        bar.set_style(style);
    }
    bar
}

/// Waits, and moves the bar meanwhile.
pub async fn wait(bar: ProgressBar, delay: Duration) {
    let started = Instant::now();
    bar.reset();
    bar.set_length(millis(delay));
    bar.set_message("waiting");
    let end = started + delay;
    while Instant::now() < end {
        bar.set_position(millis(started.elapsed()));
        tokio::time::sleep_until(end.min(Instant::now() + STEP)).await;
    }
    bar.finish_and_clear();
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
