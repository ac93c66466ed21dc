//! The specification of the command line: by name, from a file, or from a workspace, with what it may refer to.

use std::path::Path;
use std::sync::Arc;

use solstice_engine::sa::ModellingContext;
use solstice_engine::sa::spec::Spec;

use super::{AdjustArgs, input};
use crate::workspace::{Workspace, file, missing_variables};

/// What the arguments say about the adjustment.
pub(super) struct Given {
    /// The specification of all series; none: their own, or the default.
    pub(super) spec: Option<Spec>,
    /// Calendars and user variables of series that come from tables.
    pub(super) context: Arc<ModellingContext>,
}

/// Reads what `args` name.
pub(super) fn given(args: &AdjustArgs) -> Result<Given, String> {
    let workspace = match &args.context {
        Some(path) => Some(file::read(path).map_err(|e| e.to_string())?.0),
        None => None,
    };
    let spec = match (&args.method, &args.spec) {
        (None, None) => None,
        (method, spec) => {
            let method = method.as_deref().unwrap_or(input::METHOD);
            Some(specification(method, spec.as_deref().unwrap_or(input::SPEC), workspace.as_ref())?)
        }
    };
    let context = workspace.map(|w| w.context).unwrap_or_default();
    for name in spec.iter().flat_map(|spec| missing_variables(spec, &context)) {
        eprintln!(
            "warning: there is no user variable \"{name}\" in the workspace of --context; it is left out"
        );
    }
    Ok(Given { spec, context })
}

fn specification(method: &str, name: &str, workspace: Option<&Workspace>) -> Result<Spec, String> {
    let path = Path::new(name);
    let spec = if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("ron")) {
        read(path)?
    } else if let Some(spec) = workspace.and_then(|w| w.spec(name)) {
        spec.clone()
    } else {
        return input::predefined(method, name);
    };
    if method.eq_ignore_ascii_case(spec.method()) {
        Ok(spec)
    } else {
        Err(format!("{name} is a specification of {}, not of {method}; leave --method out", spec.method()))
    }
}

/// A specification as it stands in a workspace file: `X13((x11: (henderson_length: 13)))`.
fn read(path: &Path) -> Result<Spec, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| format!("{}: cannot read the specification: {e}", path.display()))?;
    ron::from_str(&text).map_err(|e| format!("{}: not a specification: {e}", path.display()))
}
