//! Background runs: a thread pool, progress, cancellation, panic isolation.
