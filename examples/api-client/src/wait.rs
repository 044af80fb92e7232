//! Waiting, with a bar that shows the delay.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::time::Instant;

/// How often the bar moves.
const STEP: Duration = Duration::from_millis(50);

/// Returns the bar on the standard error, which is hidden if that is not a terminal.
pub fn bar() -> ProgressBar {
    bar_on(ProgressDrawTarget::stderr())
}

/// Returns the bar on this target.
pub fn bar_on(target: ProgressDrawTarget) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, target);
    // The template is valid; otherwise the bar has its default style.
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
