//! Who reads a page that anybody may see: the name, and where the own pages are; the sign-in leads on who is signed in already.

#[cfg(feature = "ssr")]
use crate::api::session::{next_page, session_context};
use crate::api::{AppError, Attended};
use domain::access::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who has a session and reads a page that anybody may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// Where the own pages are, or what is still owed.
    pub home: String,
    /// Who it is, once nothing is owed any more.
    pub who: Option<Who>,
}

/// Who is signed in, as pages tell it that anybody may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// 姓名
    pub name: String,
    /// 单位
    pub unit: Option<String>,
    /// What the account is for.
    pub role: Role,
}

/// Who comes to a page that anybody may see, and where he belongs; nobody without a session.
#[server(client = Attended, prefix = "/api", endpoint = "landing")]
pub async fn landing() -> Result<Option<Visitor>, AppError> {
    let Some(context) = session_context() else { return Ok(None) };
    let who = context.full_actor().map(|actor| Who {
        name: actor.name,
        unit: actor.unit.map(|unit| unit.name),
        role: actor.role,
    });
    Ok(context.session.map(|session| Visitor { home: next_page(&session).to_owned(), who }))
}

/// Leads whoever opens the sign-in and is signed in already on to the own pages.
#[server(client = Attended, prefix = "/api", endpoint = "lead_on")]
pub async fn lead_on() -> Result<(), AppError> {
    let session = session_context().and_then(|context| context.session);
    if let Some(session) = session.filter(|session| session.stage == registry::account::Stage::Full) {
        crate::api::address::lead_to(next_page(&session));
    }
    Ok(())
}
