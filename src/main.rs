//! Entry point: without a subcommand the workbench opens, with one the command line runs.

fn main() -> std::process::ExitCode {
    solstice::cli::run(std::env::args_os())
}
