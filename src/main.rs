//! Entry point: without a subcommand the workbench opens, with one the command line runs.

/// Estimations allocate much and small, in several threads: 4 to 7 % of the time of an adjustment.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    solstice::cli::run(std::env::args_os())
}
