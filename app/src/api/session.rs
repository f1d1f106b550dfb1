//! Signing in and out, and who is signed in.

#[cfg(feature = "ssr")]
use crate::api::context::registry;
#[cfg(feature = "ssr")]
use crate::api::form_state::{keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::text::t::answer;
use domain::access::Role;
use domain::org::UnitKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
pub use context::{COOKIE, SessionContext, Waiting};
#[cfg(feature = "ssr")]
pub(crate) use context::{cookie, desk_counts, session_context};

#[cfg(feature = "ssr")]
mod context {
    use crate::api::AppError;
    use crate::api::context::registry;
    use crate::api::form_state::ReadDrafts;
    use domain::access::Actor;
    use domain::matter::MatterKind;
    use futures::lock::Mutex;
    use http::request::Parts;
    use leptos::prelude::use_context;
    use registry::account::{SecondFactor, Session, Stage, Token};
    use std::sync::Arc;

    /// Name of the session cookie. The prefix binds it to this host, to `Path=/` and to secure transport.
    pub const COOKIE: &str = "__Host-sid";

    /// Who asks: put into every request by the server's session layer.
    #[derive(Clone)]
    pub struct SessionContext {
        /// The session, if there is a living one.
        pub session: Option<Session>,
        /// Its secret.
        pub token: Option<Token>,
        /// The secret of a session that is over, when the browser still has it.
        pub ended: Option<Token>,
        /// Network address of the request, for limits and the account log.
        pub address: String,
        /// Who needs a second factor here.
        pub policy: SecondFactor,
        /// What waits for the desk of whoever asks.
        pub waiting: Waiting,
        /// What was read of drafts.
        pub drafts: ReadDrafts,
    }

    type Counts = Vec<(MatterKind, u64)>;

    /// How much waits for a desk, by kind: counted once for a request, however many parts of its page tell it.
    #[derive(Clone, Default)]
    pub struct Waiting(Arc<Mutex<Option<Counts>>>);

    /// How much waits for the desk of whoever asks, by kind.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn desk_counts(actor: &Actor) -> Result<Counts, AppError> {
        let registry = registry();
        let Some(context) = session_context() else {
            return Ok(registry.matters().desk_counts(actor).await?);
        };
        let mut counted = context.waiting.0.lock().await;
        if let Some(counts) = counted.as_ref() {
            return Ok(counts.clone());
        }
        let counts = registry.matters().desk_counts(actor).await?;
        *counted = Some(counts.clone());
        Ok(counts)
    }

    impl SessionContext {
        /// The actor, once nothing is owed any more.
        pub fn full_actor(&self) -> Option<Actor> {
            self.session
                .as_ref()
                .filter(|session| session.stage == Stage::Full)
                .map(|session| session.actor.clone())
        }
    }

    /// The context of this request.
    pub(crate) fn session_context() -> Option<SessionContext> {
        use_context::<Parts>().and_then(|parts| parts.extensions.get::<SessionContext>().cloned())
    }

    /// A cookie of this request.
    pub(crate) fn cookie(name: &str) -> Option<String> {
        let parts = use_context::<Parts>()?;
        let all = parts.headers.get_all(http::header::COOKIE);
        all.iter().filter_map(|header| header.to_str().ok()).flat_map(|text| text.split(';')).find_map(
            |pair| {
                let (key, value) = pair.trim().split_once('=')?;
                (key == name && !value.is_empty()).then(|| value.to_owned())
            },
        )
    }
}

/// Who is signed in, as the frame shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whoami {
    /// 姓名
    pub name: String,
    /// The word by which a page says whose it is (`api::typed`).
    pub whose: String,
    /// 单位
    pub unit: Option<String>,
    /// Its code.
    pub unit_id: String,
    /// What kind of unit it is.
    pub kind: Option<UnitKind>,
    /// What the account is for.
    pub role: Role,
    /// Whether the unit is a school.
    pub in_school: bool,
    /// Whether a training record is on file (第二十三条).
    pub trained: bool,
    /// A reset of this account that somebody asked for: who, why, when it takes effect.
    pub reset: Option<(String, String, String)>,
    /// Whether the account may look for pupils.
    pub finds_pupils: bool,
    /// Whether matters may wait for the account.
    pub has_desk: bool,
    /// How many matters wait for this desk.
    pub waiting: u64,
    /// How many of those the account opened are not closed yet.
    pub opened: u64,
}

/// Who is signed in.
#[server(name = GetWhoami, client = Attended, prefix = "/api", endpoint = "whoami")]
pub async fn whoami() -> Result<Whoami, AppError> {
    use domain::access::{Action, Target, authorise};
    let actor = crate::api::context::actor()?;
    let kind = actor.unit.as_ref().map(|unit| unit.kind);
    let own = actor.unit.as_ref().map(|unit| Target::Unit(&unit.path));
    let finds_pupils = own.is_some_and(|own| authorise(&actor, Action::ListPupils, &own).is_ok());
    let reset = session_context().and_then(|context| context.session).and_then(|session| session.reset);
    let has_desk = registry().matters().has_desk(&actor);
    let (waiting, opened) = crate::api::desk::numbers_of(&actor).await?;
    Ok(Whoami {
        waiting,
        opened,
        finds_pupils,
        has_desk,
        whose: registry().accounts().whose(actor.account),
        reset: reset.map(|asked| (asked.by_name, asked.reason, crate::api::moment(asked.effective_at))),
        name: actor.name,
        unit: actor.unit.as_ref().map(|unit| unit.name.clone()),
        unit_id: actor.unit.as_ref().map(|unit| unit.id.to_string()).unwrap_or_default(),
        kind,
        role: actor.role,
        in_school: kind == Some(UnitKind::School),
        trained: actor.trained,
    })
}

/// Where whoever asks belongs: signing in, what is still owed, or the account's own pages.
#[cfg(feature = "ssr")]
pub(crate) fn proper_place() -> &'static str {
    let session = session_context().and_then(|context| context.session);
    session.map_or("/sign-in", |session| next_page(&session))
}

/// The page that says what is still owed, or the landing page of a role.
#[cfg(feature = "ssr")]
fn next_page(session: &registry::account::Session) -> &'static str {
    use registry::account::Stage;
    match session.stage {
        Stage::SecondFactor => "/sign-in/second-factor",
        Stage::NewPassword => "/password",
        Stage::EnrolSecondFactor => "/totp",
        Stage::Full => landing_of(session.actor.role),
    }
}

/// The landing page of a role: whoever decides comes to what waits for a decision.
#[cfg(feature = "ssr")]
fn landing_of(role: Role) -> &'static str {
    match role {
        Role::Guardian => "/my",
        Role::Registrar | Role::Leader => "/desk",
        Role::Official | Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => "/home",
    }
}

#[cfg(feature = "ssr")]
pub(crate) fn set_session_cookie(token: Option<&registry::account::Token>) {
    let text = match token {
        Some(token) => format!(
            "{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}",
            token.as_str(),
            registry::services::Accounts::session_lifetime().num_seconds()
        ),
        None => format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
    };
    if let (Some(response), Ok(value)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(&text))
    {
        response.append_header(http::header::SET_COOKIE, value);
    }
}

/// Signs in. Whoever was signed in in this browser is signed out first: a session never changes hands.
#[server(client = Attended, prefix = "/api", endpoint = "sign_in")]
pub async fn sign_in(
    /// Login name, or a guardian's mobile number, as typed.
    login: String,
    /// The password, as typed.
    password: String,
) -> Result<(), AppError> {
    let context = session_context().ok_or(AppError::SignedOut)?;
    let kept = typed([("login", login.as_str())]);
    let begun = registry().accounts().sign_in(&login, &password, &context.address).await;
    let result = match begun {
        Ok(registry::account::SignIn::Begun(token)) => {
            if let Some(old) = &context.token {
                registry().accounts().sign_out(old).await?;
            }
            let session = registry()
                .accounts()
                .session(&token, context.policy, true)
                .await?
                .ok_or(AppError::SignedOut)?;
            set_session_cookie(Some(&token));
            Ok(next_page(&session).to_owned())
        }
        Err(error) => Err(AppError::from(error)),
    };
    keep::finish("sign_in", "/sign-in", kept, result).await
}

/// Signs out.
#[server(client = Attended, prefix = "/api", endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), AppError> {
    // The cookie itself: its session may have been given another id a moment ago, and then that one ends.
    if let Some(token) = cookie(COOKIE) {
        registry().accounts().sign_out(&registry::account::Token::from_cookie(&token)).await?;
    }
    set_session_cookie(None);
    crate::api::address::lead_to("/");
    Ok(())
}

/// Where somebody who comes to the front page should go: to his own pages when signed in, nowhere otherwise.
#[server(client = Attended, prefix = "/api", endpoint = "landing")]
pub async fn landing() -> Result<Option<String>, AppError> {
    Ok(session_context().and_then(|context| context.session).map(|session| next_page(&session).to_owned()))
}

/// Passes the second factor (动态验证码).
#[server(client = Attended, prefix = "/api", endpoint = "second_factor")]
pub async fn second_factor(
    /// The code of the second factor (动态验证码), as typed.
    code: String,
) -> Result<(), AppError> {
    let context = session_context().ok_or(AppError::SignedOut)?;
    let token = context.token.ok_or(AppError::SignedOut)?;
    let result = match registry().accounts().pass_second_factor(&token, &code, &context.address).await {
        Ok(raised) => {
            let session = registry()
                .accounts()
                .session(&raised, context.policy, true)
                .await?
                .ok_or(AppError::SignedOut)?;
            set_session_cookie(Some(&raised));
            Ok(next_page(&session).to_owned())
        }
        Err(registry::error::Error::NotFound(_)) => Err(AppError::SignedOut),
        Err(error) => Err(AppError::from(error)),
    };
    let result = result.map_err(|error| by_field(error, "code"));
    keep::finish("second_factor", "/sign-in/second-factor", typed([]), result).await
}

/// Changes the password of whoever is signed in, even when nothing else is allowed yet. All sessions end.
#[server(client = Attended, prefix = "/api", endpoint = "change_password")]
pub async fn change_password(
    /// The password until now.
    old_password: String,
    /// The new password.
    new_password: String,
    /// The new password once more.
    repeat: String,
) -> Result<(), AppError> {
    use domain::refusal::{Basis, Refusal, RefusalCode};
    let session = session_context().and_then(|context| context.session).ok_or(AppError::SignedOut)?;
    if session.stage == registry::account::Stage::SecondFactor {
        return Err(AppError::SignedOut);
    }
    let result = if new_password == repeat {
        registry()
            .accounts()
            .change_password(session.actor.account, &old_password, &new_password)
            .await
            .map_err(AppError::from)
    } else {
        let (what, remedy) = (answer::passwords_differ(), answer::type_again());
        Err(AppError::Refused(vec![Refusal::new(RefusalCode::NewPassword, Basis::Procedure, what, remedy)]))
    };
    let result = match result {
        Ok(()) => {
            set_session_cookie(None);
            Ok("/sign-in?changed=1".to_owned())
        }
        Err(AppError::Refused(refusals)) => Err(AppError::Refused(
            refusals
                .into_iter()
                .map(|refusal| match refusal.code {
                    RefusalCode::OldPassword => refusal,
                    RefusalCode::Locked => refusal.beside("old_password"),
                    _ => refusal.beside("new_password"),
                })
                .collect(),
        )),
        Err(error) => Err(error),
    };
    keep::finish("password", "/password", typed([]), result).await
}

/// What is needed to set up an authenticator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpProposal {
    /// For typing.
    pub secret: String,
    /// For scanning.
    pub qr_svg: String,
}

/// Proposes a secret to whoever is signed in.
#[server(name = GetTotpProposal, client = Attended, prefix = "/api", endpoint = "totp_proposal")]
pub async fn totp_proposal() -> Result<TotpProposal, AppError> {
    let session = past_second_factor()?;
    let proposal = registry().accounts().propose_totp(&session.actor).await?;
    Ok(TotpProposal { secret: proposal.secret, qr_svg: proposal.qr_svg })
}

/// Sets the second factor up with a first code.
#[server(client = Attended, prefix = "/api", endpoint = "totp_confirm")]
pub async fn totp_confirm(
    /// The first code of the second factor (动态验证码), as typed.
    code: String,
) -> Result<(), AppError> {
    let role = past_second_factor()?.actor.role;
    let context = session_context().ok_or(AppError::SignedOut)?;
    let token = context.token.ok_or(AppError::SignedOut)?;
    let result = match registry().accounts().confirm_totp(&token, &code, &context.address).await {
        Ok(raised) => {
            set_session_cookie(Some(&raised));
            Ok(landing_of(role).to_owned())
        }
        Err(registry::error::Error::NotFound(_)) => Err(AppError::SignedOut),
        Err(error) => Err(by_field(AppError::from(error), "code")),
    };
    keep::finish("totp", "/totp", typed([]), result).await
}

/// A session that owes at most the setting up of a second factor.
#[cfg(feature = "ssr")]
fn past_second_factor() -> Result<registry::account::Session, AppError> {
    use registry::account::Stage;
    let session = session_context().and_then(|context| context.session).ok_or(AppError::SignedOut)?;
    match session.stage {
        Stage::Full | Stage::EnrolSecondFactor => Ok(session),
        Stage::SecondFactor | Stage::NewPassword => Err(AppError::SignedOut),
    }
}

/// Puts every refusal beside one field: for forms that have just one.
#[cfg(feature = "ssr")]
pub(crate) fn by_field(error: AppError, field: &str) -> AppError {
    match error {
        AppError::Refused(refusals) => {
            AppError::Refused(refusals.into_iter().map(|refusal| refusal.beside(field)).collect())
        }
        other => other,
    }
}
