//! What the tests of accounts and of sign-in share.

use super::*;
use registry::account::{NewAccount, SecondFactor, Stage, Token, Training};
use std::collections::BTreeSet;
use totp_rs::{Algorithm, Secret, TOTP};

pub const STRONG: [&str; 7] = [
    "Kestrel!Lantern72",
    "Glacier?Ribbon418",
    "Tundra+Violin905",
    "Orchid=Magnet336",
    "Harbour*Pickle27",
    "Walnut%Trellis64",
    "Saffron&Anchor58",
];
pub const HERE: &str = "10.0.0.1";

pub fn system_admin(unit: &str) -> Actor {
    actor(Role::SystemAdmin, unit, 3)
}

pub fn security_admin(unit: &str) -> Actor {
    actor(Role::SecurityAdmin, unit, 4)
}

pub fn new_account(unit: &str, role: Role, login: &str) -> NewAccount {
    NewAccount { unit: code(unit), role, login: login.into(), name: "王小明".into(), identity: somebody() }
}

pub fn training() -> Training {
    Training {
        course: "学籍管理员岗前培训".into(),
        certificate: "苏培2026-0001".into(),
        on: day("2026-08-20"),
        hours: Some(24),
        valid_until: Some(day("2029-08-19")),
    }
}

impl World {
    /// A school registrar who has already chosen a password.
    pub async fn registrar(&self, login: &str) -> (AccountId, &'static str) {
        let (id, first) = self.account(Role::Registrar, SCHOOL, login).await;
        self.registry.accounts().change_password(id, &first, STRONG[0]).await.unwrap();
        (id, STRONG[0])
    }

    /// A reset that one security administrator asked for and another confirmed: the new one-time secret.
    pub async fn reset(&self, unit: &str, id: AccountId) -> String {
        self.registry.accounts().reset_account(&security_admin(unit), id, "本人忘记密码").await.unwrap();
        self.registry
            .accounts()
            .confirm_account(&actor(Role::SecurityAdmin, unit, 34), id)
            .await
            .unwrap()
            .secret
    }

    pub async fn stage(&self, token: &Token, policy: SecondFactor) -> Option<Stage> {
        self.registry.accounts().session(token, policy, true).await.unwrap().map(|session| session.stage)
    }

    /// Sets a second factor up and gives what makes its codes.
    pub async fn enrol(&self, id: AccountId, login: &str, password: &str) -> TOTP {
        let token = self.sign_in(login, password).await.unwrap();
        let actor = self.session(&token).await.unwrap().actor;
        assert_eq!(actor.account, id);
        let enrolment = self.registry.accounts().propose_totp(&actor).await.unwrap();
        assert!(enrolment.qr_svg.contains("<svg"));
        let totp = authenticator(&enrolment.secret);
        self.registry.accounts().confirm_totp(&token, &self.code(&totp), HERE).await.unwrap();
        totp
    }

    pub fn code(&self, totp: &TOTP) -> String {
        totp.generate(u64::try_from(self.clock.now().timestamp()).unwrap())
    }
}

pub fn authenticator(secret: &str) -> TOTP {
    let secret = Secret::Encoded(secret.to_owned()).to_bytes().unwrap();
    TOTP::new(Algorithm::SHA1, 6, 1, 30, secret, Some("xueji".into()), "test".into()).unwrap()
}

/// A code that is not right at any of the steps that would be taken.
pub fn wrong_code(world: &World, totp: &TOTP) -> String {
    let now = u64::try_from(world.clock.now().timestamp()).unwrap();
    let right: BTreeSet<String> =
        [now - 60, now - 30, now, now + 30, now + 60].map(|at| totp.generate(at)).into();
    (0..).map(|n| format!("{n:06}")).find(|code| !right.contains(code)).unwrap()
}
