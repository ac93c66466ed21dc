//! Reading and writing of files, and the dialogs of the system, on threads of their own: a frame never waits.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use solstice_engine::sa::Adjustment;
use solstice_engine::toolkit::timeseries::TsData;

use super::dialogs::import::Source;
use crate::data::csv::{self, CsvOptions, CsvPreview};
use crate::data::{Moniker, Series, read_again};
use crate::report::chart::{Chart, png, svg};
use crate::report::html::{Part, Report};
use crate::report::stability::Drawn;
use crate::workspace::file::{self, FileError, FileStamp, Recovered, Recovery, WorkspaceLock};
use crate::workspace::{SeriesId, Workspace};

/// Something to do with a file.
#[derive(Debug)]
pub enum Request {
    /// Read a workspace.
    Load(PathBuf),
    /// Write a workspace.
    Save {
        /// Where.
        path: PathBuf,
        /// What.
        workspace: Arc<Workspace>,
        /// Revision of the history that is written.
        revision: u64,
        /// Stamp of the last reading or writing; none to overwrite.
        expected: Option<FileStamp>,
    },
    /// Keep a copy of unsaved work.
    Keep {
        /// File of the workspace.
        original: Option<PathBuf>,
        /// What.
        workspace: Arc<Workspace>,
    },
    /// Forget the copy of unsaved work.
    Discard(Option<PathBuf>),
    /// Look for copies of unsaved work.
    FindRecovered,
    /// Read a copy of unsaved work.
    Recover(Recovered),
    /// Read a table with these options.
    Preview {
        /// Where it comes from.
        source: Source,
        /// How to read it.
        options: CsvOptions,
    },
    /// Read series again from where they came from.
    ReadAgain(Vec<(SeriesId, Moniker)>),
    /// Write an exported file.
    Export {
        /// Where.
        path: PathBuf,
        /// What.
        content: Content,
    },
}

/// What is exported.
#[derive(Clone, Debug)]
pub enum Content {
    /// A text.
    Text(String),
    /// A report of one series.
    Report(Box<SeriesReport>),
    /// A chart as drawing, with the part of the time axis in sight.
    Svg(Box<Chart>, Option<[f64; 2]>),
    /// A chart as picture.
    Png(Box<Chart>, Option<[f64; 2]>),
}

/// What a report of one series is written from.
#[derive(Clone, Debug)]
pub struct SeriesReport {
    /// The series.
    pub series: Arc<Series>,
    /// Its adjustment.
    pub adjustment: Arc<Adjustment>,
    /// Its stability, as far as it was computed.
    pub stability: Vec<Drawn>,
}

impl SeriesReport {
    fn html(&self) -> String {
        let mut report = Report::new(&self.series.name);
        report.add(&Part {
            name: &self.series.name,
            series: Some(&self.series),
            result: Ok(&self.adjustment),
            stability: &self.stability,
        });
        report.finish()
    }
}

/// What became of a request.
#[derive(Debug)]
pub enum Reply {
    /// A workspace was read.
    Loaded(PathBuf, Box<Result<Loaded, FileError>>),
    /// A workspace was written.
    Saved {
        /// Where.
        path: PathBuf,
        /// The revision written.
        revision: u64,
        /// Outcome.
        result: Result<(FileStamp, Option<WorkspaceLock>), FileError>,
    },
    /// Done, nothing to tell.
    Nothing,
    /// A copy of unsaved work could not be kept.
    NotKept(FileError),
    /// Copies of unsaved work, the latest first.
    Recovered(Vec<Recovered>),
    /// A copy of unsaved work was read.
    Restored(Recovered, Result<Workspace, FileError>),
    /// A table was read.
    Previewed(Source, CsvOptions, Result<Box<CsvPreview>, String>),
    /// Series were read again.
    ReadAgain(Vec<(SeriesId, Result<TsData, String>)>),
    /// A file was exported.
    Exported(PathBuf, Result<(), String>),
}

/// A workspace as read from its file.
#[derive(Debug)]
pub struct Loaded {
    /// The workspace.
    pub workspace: Workspace,
    /// To tell later whether the file changed.
    pub stamp: FileStamp,
    /// Tells other programs that the file is open; the error when it is open elsewhere.
    pub lock: Result<WorkspaceLock, FileError>,
    /// Newer work that was not saved.
    pub recovered: Option<Recovered>,
}

/// Size of exported charts in points, and pixels per point of pictures.
pub const EXPORT_SIZE: [f32; 2] = [1000.0, 520.0];
const EXPORT_SCALE: f32 = 2.0;

/// The thread that works on files, in the order of the requests.
#[derive(Debug)]
pub struct Worker {
    requests: Sender<Request>,
    replies: Receiver<Reply>,
    open: usize,
}

impl Worker {
    /// Starts the thread. Copies of unsaved work are kept in `recovery`, if there is such a folder.
    pub fn new(recovery: Option<PathBuf>, wake: impl Fn() + Send + 'static) -> Result<Self, String> {
        let (requests, inbox) = channel::<Request>();
        let (outbox, replies) = channel();
        let recovery = recovery.map(Recovery::in_folder);
        let work = move || {
            for request in inbox {
                let reply = carry_out(request, recovery.as_ref());
                if outbox.send(reply).is_err() {
                    break;
                }
                wake();
            }
        };
        std::thread::Builder::new()
            .name("files".to_owned())
            .spawn(work)
            .map_err(|e| format!("no thread for files: {e}"))?;
        Ok(Self { requests, replies, open: 0 })
    }

    /// Asks for something.
    pub fn ask(&mut self, request: Request) {
        if self.requests.send(request).is_ok() {
            self.open += 1;
        }
    }

    /// What was done since the last call.
    pub fn replies(&mut self) -> Vec<Reply> {
        let replies: Vec<Reply> = self.replies.try_iter().collect();
        self.open = self.open.saturating_sub(replies.len());
        replies
    }

    /// Whether something is under way.
    pub fn is_busy(&self) -> bool {
        self.open > 0
    }
}

fn carry_out(request: Request, recovery: Option<&Recovery>) -> Reply {
    match request {
        Request::Load(path) => {
            let loaded = load(&path, recovery);
            Reply::Loaded(path, Box::new(loaded))
        }
        Request::Save { path, workspace, revision, expected } => {
            let result = file::save(&path, &workspace, expected.as_ref());
            let result = result.map(|stamp| (stamp, WorkspaceLock::acquire(&path).ok()));
            Reply::Saved { path, revision, result }
        }
        Request::Keep { original, workspace } => {
            match recovery.map(|r| r.keep(original.as_deref(), &workspace)) {
                Some(Err(error)) => Reply::NotKept(error),
                _ => Reply::Nothing,
            }
        }
        Request::Discard(original) => {
            if let Some(recovery) = recovery {
                recovery.discard(original.as_deref());
            }
            Reply::Nothing
        }
        Request::FindRecovered => Reply::Recovered(recovery.map(Recovery::all).unwrap_or_default()),
        Request::Recover(copy) => {
            let workspace = copy.workspace();
            Reply::Restored(copy, workspace)
        }
        Request::Preview { source, options } => {
            let preview = match &source {
                Source::File(path) => csv::preview_file(path, &options),
                Source::Pasted(text) => csv::preview_text(text, "clipboard", &options),
            };
            let preview = preview.map(Box::new).map_err(|e| e.to_string());
            Reply::Previewed(source, options, preview)
        }
        Request::ReadAgain(sources) => {
            let (ids, monikers): (Vec<_>, Vec<_>) = sources.into_iter().unzip();
            let read = read_again(&monikers).into_iter().map(|r| r.map_err(|e| e.to_string()));
            Reply::ReadAgain(ids.into_iter().zip(read).collect())
        }
        Request::Export { path, content } => {
            let result = export(&path, &content);
            Reply::Exported(path, result)
        }
    }
}

fn load(path: &Path, recovery: Option<&Recovery>) -> Result<Loaded, FileError> {
    let (workspace, stamp) = file::read(path)?;
    let lock = WorkspaceLock::acquire(path);
    let recovered = recovery.and_then(|r| r.find(Some(path)));
    Ok(Loaded { workspace, stamp, lock, recovered })
}

fn export(path: &Path, content: &Content) -> Result<(), String> {
    let bytes = match content {
        Content::Text(text) => text.clone().into_bytes(),
        Content::Report(report) => report.html().into_bytes(),
        Content::Svg(chart, range) => svg::write(chart, EXPORT_SIZE, *range).into_bytes(),
        Content::Png(chart, range) => {
            let picture = png::draw(chart, EXPORT_SIZE, *range, EXPORT_SCALE).map_err(|e| e.to_string())?;
            picture.png().to_vec()
        }
    };
    std::fs::write(path, bytes)
        .map_err(|e| format!("{}: cannot write the file: {e}; choose another folder", path.display()))
}

/// What a file is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open a workspace or to import series.
    Open,
    /// To save the workspace.
    SaveAs,
    /// To export the table.
    ExportTable,
    /// To export the chart as drawing.
    ExportSvg,
    /// To export the chart as picture.
    ExportPng,
    /// To export a report of the series.
    ExportReport,
}

/// Opens the dialog of the system on a thread of its own: it may hang where no portal answers.
/// None arrives when the user closed it or there is none.
pub fn choose_file(
    purpose: Purpose,
    suggestion: PathBuf,
    wake: impl Fn() + Send + 'static,
) -> Receiver<Option<PathBuf>> {
    let (send, receive) = channel();
    let work = move || {
        let mut dialog = rfd::FileDialog::new().set_title(match purpose {
            Purpose::Open => "Open",
            Purpose::SaveAs => "Save workspace as",
            Purpose::ExportTable => "Export table",
            Purpose::ExportSvg | Purpose::ExportPng => "Export chart",
            Purpose::ExportReport => "Export report",
        });
        if let Some(folder) = suggestion.parent().filter(|p| p.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        let chosen = match purpose {
            Purpose::Open => dialog
                .add_filter("Workspaces and data", &["ron", "csv", "tsv", "txt"])
                .add_filter("All files", &["*"])
                .pick_file(),
            _ => {
                let name =
                    suggestion.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                dialog.set_file_name(name).save_file()
            }
        };
        // the window may have stopped waiting
        let _ = send.send(chosen);
        wake();
    };
    // without a thread the channel closes at once, which reads as "nothing chosen"
    let _ = std::thread::Builder::new().name("file dialog".to_owned()).spawn(work);
    receive
}
