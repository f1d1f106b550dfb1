//! Messages outside the system (短信和邮件通知, 第十条, 第十四条, 第二十五条), against a gateway and a mail server that listen on this machine.

mod codes;
mod delivery;
mod guardians;
mod owner;
mod stubs;

use crate::support::accounts::STRONG;
use crate::support::guardians::{Parent, by_code};
use crate::support::*;
use domain::access::{Actor, Role};
use domain::id::PersonId;
use domain::message::Channel;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

pub(crate) const ADDRESS: &str = "wang.qiang@example.cn";

impl World {
    /// Sends what is there to be sent.
    async fn post(&self) {
        self.registry.messages().drain_messages().await.unwrap();
    }

    /// Somebody of the school with an account of his own, and its password.
    async fn member(&self, role: Role, login: &str) -> (Actor, String) {
        let (account, password) = self.account(role, SCHOOL, login).await;
        (Actor { account, ..actor(role, SCHOOL, 1) }, password)
    }

    /// The father, bound and told by mail.
    async fn father_by_mail(&self, person: PersonId, server: &stubs::Stub) -> Actor {
        let paper = self.binding_code(person).await;
        let father = Parent::father(1);
        self.join(&father, by_code(&paper)).await.unwrap();
        let parent = self.parent(&father).await;
        self.told_by_mail((&parent, STRONG[0]), ADDRESS, server).await;
        parent
    }

    /// Chooses to be told by mail at an address, with the code that comes there.
    async fn told_by_mail(&self, (who, password): (&Actor, &str), address: &str, server: &stubs::Stub) {
        let messages = self.registry.messages();
        let mail = Some(Channel::Mail);
        messages.choose_messages(who, mail, address, password, "10.7.0.1").await.unwrap();
        self.post().await;
        let got = server.only();
        assert_eq!((got.to.as_str(), got.template.as_str()), (address, "学籍系统：校验码"));
        messages.confirm_messages(who, &got.code.unwrap()).await.unwrap();
    }

    async fn rows<T: DeserializeOwned>(&self, text: &str) -> Vec<T> {
        self.registry.store.inspect(text).await.unwrap()
    }

    /// Everything of the tables in which a number or a code could have been left in plain.
    async fn stored(&self) -> String {
        let mut all = String::new();
        for table in ["message", "message_code", "message_choice", "job", "account_log", "attempt", "journal"]
        {
            let rows: Vec<Json> = self.rows(&format!("SELECT * OMIT id FROM {table}")).await;
            all.push_str(&serde_json::to_string(&rows).unwrap());
        }
        all
    }
}
