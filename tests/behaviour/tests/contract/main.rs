//! The table of changes against reality: a client with the old catalog reads the responses of a server with the new one.

mod cases;
mod effects;
mod property;
mod support;
