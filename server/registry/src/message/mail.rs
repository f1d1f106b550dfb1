//! Mails, by SMTP: under TLS from the first byte, or in plain to this machine. The TLS is the one that everything else here uses.

use super::MailSettings;
use super::gateway::{PATIENCE, is_this_machine, secret};
use crate::error::{Error, Result};
use domain::message::{MailAddress, Message};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message as Mail};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::extension::ClientId;
use reqwest::Url;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

/// A mail server and who writes.
pub(super) struct MailServer {
    host: String,
    port: u16,
    /// None to this machine.
    tls: Option<(TlsConnector, ServerName<'static>)>,
    login: Option<Credentials>,
    from: Mailbox,
    /// The domain of the sender, for the ids of mails.
    domain: String,
}

impl MailServer {
    pub(super) fn open(settings: &MailSettings) -> Result<Self> {
        let wrong = |why: &str| Error::Unsound(format!("邮件服务器（--smtp）：{why}"));
        let from =
            MailAddress::parse(&settings.from).ok_or_else(|| wrong("发件地址（--mail-from）不完整"))?;
        let address = Url::parse(&settings.address).map_err(|_| wrong("地址不能识别"))?;
        let host = address.host_str().ok_or_else(|| wrong("地址没有写主机名"))?.to_owned();
        let (tls, port) = match address.scheme() {
            "smtps" => {
                let name = ServerName::try_from(host.clone()).map_err(|_| wrong("地址没有写主机名"))?;
                (Some((connector().ok_or_else(|| wrong("本机没有可信的根证书"))?, name)), 465)
            }
            "smtp" if is_this_machine(&host) => (None, 25),
            _ => return Err(wrong("应为 smtps://主机；不加密的 smtp 只能用于本机")),
        };
        let login = match &settings.login {
            Some((name, password)) => {
                let password = secret(password).ok_or_else(|| wrong("密码文件不能读取，或是空的"))?;
                Some(Credentials::new(name.clone(), password))
            }
            None => None,
        };
        let domain = from.as_str().split_once('@').map(|(_, domain)| domain.to_owned()).unwrap_or_default();
        let from = mailbox(&from).ok_or_else(|| wrong("发件地址（--mail-from）不完整"))?;
        Ok(Self { host, port: address.port().unwrap_or(port), tls, login, from, domain })
    }

    pub(super) async fn send(&self, id: &str, to: &MailAddress, message: &Message, here: &str) -> Result<()> {
        let to = mailbox(to).ok_or(Error::Outside("the mail address does not read"))?;
        let where_to = if here.is_empty() { String::new() } else { format!("\r\n{here}\r\n") };
        let mail = Mail::builder()
            .from(self.from.clone())
            .to(to)
            .subject(format!("学籍系统：{}", message.template().label()))
            .message_id(Some(format!("<{id}@{}>", self.domain)))
            .header(ContentType::TEXT_PLAIN)
            .body(format!("{}\r\n\r\n{}\r\n{where_to}", message.words(), message.in_english()))
            .map_err(|_| Error::Outside("the mail could not be written"))?;
        let late = Error::Outside("the mail server does not answer in time");
        tokio::time::timeout(PATIENCE, self.hand_over(&mail)).await.map_err(|_| late)?
    }

    async fn hand_over(&self, mail: &Mail) -> Result<()> {
        let unreachable = |_| Error::Outside("the mail server cannot be reached");
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(unreachable)?;
        let stream: Box<dyn AsyncTokioStream> = match &self.tls {
            None => Box::new(stream),
            Some((connector, name)) => {
                let sealed = connector.connect(name.clone(), stream).await;
                Box::new(Sealed(
                    sealed.map_err(|_| Error::Outside("the mail server is not who it should be"))?,
                ))
            }
        };
        let said = |error: SmtpError| Error::Outside(word(&error));
        let mut connection =
            AsyncSmtpConnection::connect_with_transport(stream, &ClientId::default()).await.map_err(said)?;
        if let Some(login) = &self.login {
            let ways = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&ways, login).await.map_err(said)?;
        }
        connection.send(mail.envelope(), &mail.formatted()).await.map_err(said)?;
        // The mail is taken; how the farewell goes makes no difference.
        let _ = connection.quit().await;
        Ok(())
    }
}

/// TLS with the roots that this machine trusts; none where there are none.
fn connector() -> Option<TlsConnector> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return None;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().ok()?;
    let config = config.with_root_certificates(roots).with_no_client_auth();
    Some(TlsConnector::from(Arc::new(config)))
}

/// A connection under TLS, as the mail crate wants it.
#[derive(Debug)]
struct Sealed(TlsStream<TcpStream>);

impl AsyncTokioStream for Sealed {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Sealed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl AsyncWrite for Sealed {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

fn mailbox(address: &MailAddress) -> Option<Mailbox> {
    Some(Mailbox::new(None, address.as_str().parse().ok()?))
}

/// What the server said, without its words: they may quote the address.
fn word(error: &SmtpError) -> &'static str {
    if error.is_permanent() {
        "the mail server refuses the mail"
    } else if error.is_transient() {
        "the mail server asks to wait"
    } else {
        "the mail server breaks off"
    }
}
