//! Result tables, charts and files.
