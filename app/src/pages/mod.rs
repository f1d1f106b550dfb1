//! Pages, one folder per journey. A page asks server functions for what it shows and is made of [`crate::ui`] parts.

pub mod accounts;
pub mod calendar;
pub mod cases;
pub mod changes;
pub mod frame;
pub mod guardian;
pub mod home;
pub mod imports;
pub mod letters;
pub mod parts;
pub mod pupils;
pub mod session;

pub use accounts::AccountsPage;
pub use calendar::CalendarPage;
pub use cases::{CasePage, QueuePage};
pub use changes::{ChangePage, MendChangePage, TransferPage};
pub use guardian::add::AddChildPage;
pub use guardian::case::MyCasePage;
pub use guardian::check::CheckPage;
pub use guardian::child::MyChildPage;
pub use guardian::choose::ChoosePage;
pub use guardian::item::ItemPage;
pub use guardian::my::MyChildrenPage;
pub use guardian::proof::ProofPage;
pub use guardian::recover::GuardianRecoverPage;
pub use guardian::sign_up::GuardianSignUpPage;
pub use home::HomePage;
pub use imports::{ImportNewPage, ImportPage, ImportsPage};
pub use letters::{LetterPage, LettersPage};
pub use parts::NotFoundPage;
pub use pupils::binding::BindingPage;
pub use pupils::entry::{EntryPage, MendEntryPage};
pub use pupils::list::PupilsPage;
pub use pupils::record::PupilPage;
pub use session::settings::SettingsPage;
pub use session::{LandingPage, PasswordPage, SecondFactorPage, SignInPage, TotpEnrolPage};
