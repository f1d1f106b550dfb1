//! The parts every page is made of: one component for one thing.
//!
//! Rules they all keep:
//! - rendered on the server first, the same on both sides, useful without JavaScript;
//! - no inline style (the content security policy refuses it): looks are classes in `style/`;
//! - a field's ids come from its `name` ([`field_id`]): `id`, `id-hint`, `id-error`;
//! - fixed words come from [`crate::text`], never from here.
//!
//! An optional text that the caller writes (`hint`) is passed bare; an optional text that the caller holds as
//! an `Option<String>` (`error`, `unit`, …) is passed as that option.
pub mod action;
pub mod appearance;
pub mod chart;
pub mod cited;
pub mod compare;
pub mod data;
pub mod error;
pub mod feedback;
pub mod figure;
pub mod forms;
pub mod keyed;
pub mod keys;
pub mod layout;
pub mod nav;
pub mod own_script;
pub mod palette;
pub mod steps;
pub mod table;
pub mod tag;

pub use action::{Actions, Button, ButtonKind, LinkButton, PrintButton};
pub use appearance::AppearanceSwitch;
pub(crate) use appearance::here_and_query;
pub use chart::{BarChart, ChartRow, ColumnChart, LineChart, LinePoint, StackedBar};
pub use cited::{cited, official, quoted};
pub use compare::{Compare, CompareRow};
pub use data::{Stat, StatRow, SummaryList, SummaryRow, watch_numbers};
pub use error::{ErrorSummary, FieldError, error_for};
pub use feedback::{Details, Empty, LiveRegion, Notice, NoticeKind, Panel, Progress};
pub use figure::Figure;
pub use forms::{
    ActionForm, CheckboxField, Choice, DateField, DivisionField, DraftState, FILE_MOST, FieldWidth, Fieldset,
    FileField, FileForm, PasswordField, RadioField, SameAs, SelectField, TextAreaField, TextField, TickBox,
    choices, field_id,
};
pub use keyed::{Keyed, anew_for, keyed};
pub use keys::PageKeys;
pub use layout::{
    Columns, DocumentTitle, Footer, Header, InPane, Main, MainKind, PageTitle, Section, SkipLink,
};
pub use nav::{BackLink, Breadcrumbs, Nav, NavEntry, NavItem, with_query};
pub use own_script::{item_value, language_of, text_value};
pub use steps::{Step, StepState, StepTrack, Timeline, TimelineItem};
pub use table::{Cell, Column, DataTable, FilterBar, Pager, Row, RowHeader, columns, shown_columns};
pub use tag::{Badge, DeadlineTag, Status, StatusTag};

/// The mood of a badge, a number or a bar. Never the only carrier of a meaning: words say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to notice.
    #[default]
    Neutral,
    /// Under way.
    Info,
    /// Finished well.
    Success,
    /// Soon due, or to be looked at.
    Warn,
    /// Overdue, refused, wrong.
    Danger,
}

impl Tone {
    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Info => "tone-info",
            Self::Success => "tone-success",
            Self::Warn => "tone-warn",
            Self::Danger => "tone-danger",
        }
    }
}
