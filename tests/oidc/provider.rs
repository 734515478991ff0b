//! A provider of OpenID Connect on a thread of its own: it describes itself, shows its key, and gives a token for a code.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard},
    thread,
};

use carereach::config::{BasemapArgs, GeocoderArgs, OidcArgs};
use chrono::{TimeDelta, Utc};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use openidconnect::{
    JsonWebKeyId, PrivateSigningKey,
    core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::service::{Answer, Service, add_account, empty, encode};

/// What the provider calls the service, and the secret that it gave.
pub const CLIENT: &str = "carereach";
const SECRET: &str = "the secret of the test";
/// Where browsers find the service.
const PUBLIC: &str = "http://127.0.0.1:8080";

/// What the provider does.
pub struct Behaviour {
    /// Members of the ID token that differ from an honest one; null leaves a member out.
    pub claims: Value,
    /// Who somebody is there.
    pub subject: String,
    /// Which key signs the tokens.
    pub signs_with: u8,
    /// Which keys are shown, each with the id that it is shown under.
    pub shows: Vec<(u8, String)>,
    /// The id of the key that the tokens name.
    pub key_id: String,
    /// Whether it breaks every connection off.
    pub away: bool,
    /// What it was asked for, in order.
    pub asked: Vec<String>,
    /// The challenges and nonces of codes that were not used yet.
    codes: BTreeMap<String, (String, String)>,
}

/// A provider of its own.
pub struct Provider {
    /// Its address.
    pub issuer: String,
    behaviour: Arc<Mutex<Behaviour>>,
}

impl Provider {
    /// An honest one.
    pub fn start() -> Provider {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let issuer = format!("http://{}", listener.local_addr().expect("its address"));
        let behaviour = Arc::new(Mutex::new(Behaviour {
            claims: json!({}),
            subject: "s-1".to_owned(),
            signs_with: 1,
            shows: vec![(1, "first".to_owned())],
            key_id: "first".to_owned(),
            away: false,
            asked: Vec::new(),
            codes: BTreeMap::new(),
        }));
        let (own, told) = (issuer.clone(), Arc::clone(&behaviour));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut behaviour = told.lock().expect("no test failed");
                if !behaviour.away {
                    answer(stream, &own, &mut behaviour);
                }
            }
        });
        Provider { issuer, behaviour }
    }

    /// What it does from now on.
    pub fn behaves(&self) -> MutexGuard<'_, Behaviour> {
        self.behaviour.lock().expect("no test failed")
    }

    /// Somebody signs in there: the code that the browser brings back to the service, with its state.
    pub fn code_for(&self, address: &str) -> String {
        let query = fields(address.split_once('?').expect("a query").1);
        assert!(address.starts_with(&format!("{}/authorize?", self.issuer)), "{address}");
        assert_eq!((query["response_type"].as_str(), query["client_id"].as_str()), ("code", CLIENT));
        assert_eq!(query["redirect_uri"], format!("{PUBLIC}/api/v1/session/oidc/callback"));
        assert_eq!(query["code_challenge_method"], "S256");
        assert!(query["scope"].split(' ').any(|scope| scope == "openid"));
        let mut behaviour = self.behaves();
        let code = format!("code {}", behaviour.codes.len() + behaviour.asked.len());
        behaviour.codes.insert(code.clone(), (query["code_challenge"].clone(), query["nonce"].clone()));
        // Providers send more than is asked for.
        format!("code={}&state={}&session_state=x&iss={}", encode(&code), encode(&query["state"]), encode(&self.issuer))
    }
}

/// A service that one may sign in to by the provider.
pub struct Office {
    /// The provider.
    pub provider: Provider,
    /// The service.
    pub service: Service,
}

impl Office {
    /// With these accounts, each a login and its roles; `admin` is there too.
    pub fn open(accounts: &[(&str, &[&str])]) -> Office {
        Office::with(accounts, None)
    }

    /// The same, with a claim of its own that names an account.
    pub fn with(accounts: &[(&str, &[&str])], claim: Option<&str>) -> Office {
        let (provider, records) = (Provider::start(), empty());
        add_account(&records, "admin", &["administrator=all"]);
        for (login, roles) in accounts {
            add_account(&records, login, roles);
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let secret = folder.path().join("secret");
        std::fs::write(&secret, format!("{SECRET}\n")).expect("a secret of the test");
        let oidc = OidcArgs {
            issuer: Some(provider.issuer.clone()),
            client_id: Some(CLIENT.to_owned()),
            client_secret_file: Some(secret),
            ca_file: None,
            claim: claim.map(str::to_owned),
            public_url: Some(PUBLIC.to_owned()),
        };
        Office { service: Service::start_with(records, BasemapArgs::default(), oidc, GeocoderArgs::default()), provider }
    }

    /// Links an account to a subject, as an administrator does.
    pub fn link(&self, login: &str, subject: &Value) -> Answer {
        let admin = self.service.sign_in("admin");
        let listed = self.service.ask("GET", &format!("/api/v1/accounts?q={login}"), &[("cookie", &admin)]).json();
        let path = format!("/api/v1/accounts/{}", listed["items"][0]["id"].as_str().expect("an id"));
        self.service.write("PATCH", &path, &[("cookie", &admin), ("if-match", "*")], &json!({ "oidc_subject": subject }))
    }

    /// A browser goes to the provider and back, to the path in the end; the answer of the way back.
    pub fn sign_in(&self) -> Answer {
        let begun = self.service.get("/api/v1/session/oidc?to=/registry");
        let query = self.provider.code_for(begun.location());
        self.come_back(&query, &begun.cookie())
    }

    /// A browser comes back from the provider with these parameters and this cookie.
    pub fn come_back(&self, query: &str, cookie: &str) -> Answer {
        self.service.ask("GET", &format!("/api/v1/session/oidc/callback?{query}"), &[("cookie", cookie)])
    }
}

fn answer(mut stream: TcpStream, issuer: &str, behaviour: &mut Behaviour) {
    let (path, authorization, body) = request(&stream);
    behaviour.asked.push(path.clone());
    let (status, said) = match path.as_str() {
        "/.well-known/openid-configuration" => (200, description(issuer)),
        "/keys" => (200, json!({ "keys": behaviour.shows.iter().map(|(seed, id)| shown(*seed, id)).collect::<Vec<_>>() })),
        "/token" => token(issuer, &authorization, &fields(&body), behaviour),
        _ => (404, json!({})),
    };
    let said = said.to_string();
    let head =
        format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", said.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(said.as_bytes()));
}

/// The path, the authorization and the body of what is asked.
fn request(stream: &TcpStream) -> (String, String, String) {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length, mut authorization) = (String::new(), 0, String::new());
    reader.read_line(&mut first).expect("a request");
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a header");
        let Some((name, value)) = line.trim().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().expect("a length"),
            "authorization" => value.trim().clone_into(&mut authorization),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a whole body");
    (first.split(' ').nth(1).expect("a path").to_owned(), authorization, String::from_utf8(body).expect("a form"))
}

fn description(issuer: &str) -> Value {
    json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"), "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    })
}

/// A token for a code that was not used yet, to whom its challenge was given.
fn token(issuer: &str, authorization: &str, form: &BTreeMap<String, String>, behaviour: &mut Behaviour) -> (u16, Value) {
    let expected = format!("Basic {}", BASE64.encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+")).as_bytes()));
    assert_eq!(authorization, expected, "the secret is sent as RFC 6749 says");
    let Some((challenge, nonce)) = behaviour.codes.remove(&form["code"]) else { return (400, json!({ "error": "invalid_grant" })) };
    assert_eq!(BASE64URL_NOPAD.encode(&Sha256::digest(form["code_verifier"].as_bytes())), challenge, "PKCE");
    let now = Utc::now();
    let mut claims = json!({
        "iss": issuer, "sub": behaviour.subject, "aud": CLIENT, "nonce": nonce, "iat": now.timestamp(),
        "exp": (now + TimeDelta::minutes(5)).timestamp(),
    });
    for (name, value) in behaviour.claims.as_object().expect("members") {
        claims[name] = value.clone();
    }
    claims.as_object_mut().expect("members").retain(|_, value| !value.is_null());
    let id_token = signed(&claims, behaviour.signs_with, &behaviour.key_id);
    (200, json!({ "access_token": "unused", "token_type": "Bearer", "id_token": id_token }))
}

fn signed(claims: &Value, seed: u8, key_id: &str) -> String {
    let head = json!({ "alg": "EdDSA", "kid": key_id });
    let text = [head, claims.clone()].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes())).join(".");
    let signature = key(seed, key_id).sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()).expect("it is signed");
    format!("{text}.{}", BASE64URL_NOPAD.encode(&signature))
}

fn shown(seed: u8, key_id: &str) -> Value {
    serde_json::to_value(key(seed, key_id).as_verification_key()).expect("a key as JSON")
}

/// The Ed25519 key whose seed is this byte, as PKCS #8 (RFC 8410).
fn key(seed: u8, key_id: &str) -> CoreEdDsaPrivateSigningKey {
    let mut der = data_encoding::HEXLOWER.decode(b"302e020100300506032b657004220420").expect("the head of every such key");
    der.extend([seed; 32]);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", BASE64.encode(&der));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(key_id.to_owned()))).expect("a key")
}

/// The fields of a form or a query.
fn fields(text: &str) -> BTreeMap<String, String> {
    let decoded = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
                    data_encoding::HEXUPPER_PERMISSIVE.decode(&digits).expect("two digits")[0]
                }
                byte => byte,
            });
        }
        String::from_utf8(bytes).expect("UTF-8")
    };
    text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (decoded(name), decoded(value))).collect()
}
