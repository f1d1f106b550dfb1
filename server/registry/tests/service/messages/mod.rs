//! Messages outside the system (短信和邮件通知, 第十条, 第十四条, 第二十五条), against a gateway and a mail server that listen on this machine.

mod codes;
mod delivery;
mod guardians;
mod stubs;

use crate::support::*;
use domain::access::Actor;
use domain::message::Channel;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

pub(crate) const ADDRESS: &str = "wang.qiang@example.cn";

impl World {
    /// Sends what is there to be sent.
    async fn post(&self) {
        self.registry.messages().drain_messages().await.unwrap();
    }

    /// Chooses to be told by mail at an address, with the code that comes there.
    async fn told_by_mail(&self, who: &Actor, address: &str, server: &stubs::Stub) {
        let messages = self.registry.messages();
        messages.choose_messages(who, Some(Channel::Mail), address, "10.7.0.1").await.unwrap();
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
