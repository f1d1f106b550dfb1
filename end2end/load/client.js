// Somebody at the server, without a browser: a cookie, a connection that is kept, and the time from a request to the end of its answer.
// Node's own client, no library: what is measured is what stands here.
import http from "node:http";

/** The password of the demo's accounts. */
const PASSWORD = "Lantern-Bamboo-47";
/** Where somebody lands who has signed in. */
const LANDINGS = ["/desk", "/home", "/my"];
/** After so long without an answer a request has failed. */
const PATIENCE = 60_000;

/** Connections that are kept, so many at most. */
export function connections(most) {
  return new http.Agent({ keepAlive: true, maxSockets: most });
}

export class Client {
  constructor(url, agent = connections(4)) {
    this.url = url;
    // Under the name people use; the connection itself needs no name to be looked up.
    this.host = new URL(url).host;
    this.port = new URL(url).port;
    this.agent = agent;
    this.cookies = new Map();
  }

  /** The same person by other connections. */
  through(agent) {
    const other = new Client(this.url, agent);
    other.cookies = this.cookies;
    return other;
  }

  /** One request, answered to its end: status, headers, body, and how many milliseconds that took. */
  send(method, path, { type, body, accept = "text/html", again = method === "GET" } = {}) {
    const headers = { host: this.host, accept, cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
    if (method === "POST") Object.assign(headers, { origin: this.url, "sec-fetch-site": "same-origin" });
    if (body !== undefined) Object.assign(headers, { "content-type": type, "content-length": Buffer.byteLength(body) });
    const began = performance.now();
    return new Promise((done, failed) => {
      const request = http.request({ host: "127.0.0.1", port: this.port, method, path, headers, agent: this.agent }, (answer) => {
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("error", failed);
        answer.on("end", () => {
          const ms = performance.now() - began;
          this.remember(answer.headers["set-cookie"] ?? []);
          done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts), ms });
        });
      });
      request.on("error", (error) => {
        // A connection that the server has ended, as it may between two requests: a page is asked for once more.
        if (again && request.reusedSocket && error.code === "ECONNRESET") {
          this.send(method, path, { accept, again: false }).then(done, failed);
        } else failed(error);
      });
      request.setTimeout(PATIENCE, () => request.destroy(new Error(`${path}: no answer within a minute`)));
      request.end(body);
    });
  }

  remember(cookies) {
    for (const cookie of cookies) {
      const [name, value] = cookie.split(";")[0].split(/=(.*)/s);
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
  }

  /** A page; one that is not there is an error. */
  async get(path) {
    const answer = await this.send("GET", path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.headers.location ?? ""}`);
    return answer;
  }

  post(name, fields, accept) {
    const body = new URLSearchParams(Array.isArray(fields) ? fields : Object.entries(fields)).toString();
    return this.send("POST", `/api/${name}`, { type: "application/x-www-form-urlencoded", body, accept });
  }

  /** A server function, as the page's program calls it: what it gives, and the time. */
  async ask(name, fields = {}) {
    const answer = await this.post(name, fields, "application/json");
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.body.toString().slice(0, 200)}`);
    return { given: JSON.parse(answer.body), ms: answer.ms, bytes: answer.body.length };
  }

  /** A form, as a browser without a program sends it: where it leads, and the time. */
  async form(name, fields = {}) {
    return led(name, await this.post(name, fields));
  }

  /** A form with a file. */
  async upload(name, fields, file) {
    const mark = `----${"load".repeat(6)}`;
    const part = (head, body) => Buffer.concat([Buffer.from(`--${mark}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`), body, Buffer.from("\r\n")]);
    const texts = Object.entries(fields).map(([key, value]) => part(`name="${key}"`, Buffer.from(value)));
    const whole = part(`name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream`, file.bytes);
    const body = Buffer.concat([...texts, whole, Buffer.from(`--${mark}--\r\n`)]);
    return led(name, await this.send("POST", `/api/${name}`, { type: `multipart/form-data; boundary=${mark}`, body }));
  }

  /** What a form that came back says is wrong. */
  async wrong(form) {
    const { given } = await this.ask("form_state", { form });
    return given.errors.map(([field, words]) => `${field} ${words}`.trim()).join("; ") || "nothing is said";
  }

  async signIn(login) {
    const { to } = await this.form("sign_in", { login, password: PASSWORD });
    if (!LANDINGS.includes(to)) throw new Error(`${login} was not signed in but led to ${to}`);
    this.login = login;
    return this;
  }
}

function led(name, answer) {
  if (answer.status !== 302) throw new Error(`${name}: ${answer.status} ${answer.body.toString().slice(0, 200)}`);
  return { to: answer.headers.location, ms: answer.ms };
}

/** Listens to the feed as an open page does; `heard` is called with the moment and the topics. Resolves when the server has answered. */
export function listen(client, topics, heard) {
  const headers = { host: client.host, accept: "text/event-stream", cookie: [...client.cookies].map((pair) => pair.join("=")).join("; ") };
  return new Promise((open, failed) => {
    const path = `/feed?topics=${encodeURIComponent(topics)}`;
    // A connection of its own, as every open page has.
    const request = http.get({ host: "127.0.0.1", port: client.port, path, headers, agent: false }, (answer) => {
      if (answer.statusCode !== 200) {
        answer.resume();
        failed(new Error(`the feed of ${client.login}: ${answer.statusCode}`));
        return;
      }
      let text = "";
      answer.setEncoding("utf8");
      answer.on("error", () => {});
      answer.on("data", (part) => {
        text += part;
        const events = text.split("\n\n");
        text = events.pop();
        for (const event of events) {
          const data = event.split("\n").find((line) => line.startsWith("data:"));
          if (data) heard(performance.now(), data.slice(5).trim());
        }
      });
      open({ close: () => request.destroy() });
    });
    request.on("error", failed);
  });
}
