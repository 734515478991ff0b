//! Where does the page come from? From the binary: `web/dist` as it was when the binary was built.
//!
//! Addresses without a dot that belong to nothing else are the page's own and answer its first file, so that a view is a
//! link. Without a built page `/` says how to build it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, REFERRER_POLICY},
    },
    web,
};
use rust_embed::{Embed, EmbeddedFile};

use super::{AppState, Basemap, Problem};

#[derive(Embed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Page;

const FIRST: &str = "index.html";
/// Files in this folder have a hash of their content in their name.
const HASHED: &str = "assets/";
/// Other sites don't learn what somebody looked for.
pub const TELL_NOBODY: HeaderValue = HeaderValue::from_static("same-origin");
/// Addresses that begin so belong to the service, never to the page.
const SERVICE: [&str; 6] = ["/api", "/tiles", "/health", "/metrics", "/hsds", "/ogc"];
const TIANDITU: &str = " https://*.tianditu.gov.cn";
const NOT_BUILT: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>惠及 · carereach</title>\
    <p>网页尚未构建：请运行 <code>make web</code>，然后重新编译。The page is not built: run <code>make web</code> and build again. \
    <a href=\"/api/v1/docs\">API</a></p></html>";

/// A file of the page, or its first file; whatever is none of the page's addresses is an unknown route.
pub async fn get_page(request: HttpRequest, state: web::Data<AppState>) -> Result<HttpResponse, Problem> {
    let path = request.path();
    if SERVICE.iter().any(|service| path.strip_prefix(service).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))) {
        return Err(Problem::unknown_route());
    }
    let name = path.trim_start_matches('/');
    let last = name.rsplit('/').next().unwrap_or(name);
    let (name, file) = match Page::get(name) {
        Some(file) => (name, Some(file)),
        None if last.contains('.') && name != FIRST => return Err(Problem::unknown_route()),
        None => (FIRST, Page::get(FIRST)),
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Problem::method_not_allowed("GET, HEAD"));
    }
    let mut answer = match file {
        Some(file) => answer_file(&request, name, file),
        None => HttpResponse::Ok().content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-cache")).body(NOT_BUILT),
    };
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, state.page_policy.clone());
    answer.headers_mut().insert(REFERRER_POLICY, TELL_NOBODY);
    Ok(answer)
}

fn answer_file(request: &HttpRequest, name: &str, file: EmbeddedFile) -> HttpResponse {
    let digest: String = file.metadata.sha256_hash().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("W/\"{digest}\"");
    let keep = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let seen = request.headers().get(IF_NONE_MATCH).and_then(|seen| seen.to_str().ok()).is_some_and(|seen| seen.contains(&digest));
    let mut answer = if seen { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, keep));
    if seen {
        return answer.finish();
    }
    answer.insert_header((CONTENT_TYPE, content_type(name))).body(file.data.into_owned())
}

fn content_type(name: &str) -> String {
    let mime = mime_guess::from_path(name).first_or_octet_stream();
    let text = mime.type_() == "text" || ["javascript", "json"].iter().any(|part| mime.subtype() == *part);
    if text { format!("{}; charset=utf-8", mime.essence_str()) } else { mime.essence_str().to_owned() }
}

/// What the page may load, and from where: from the service itself and from the configured map beneath.
pub fn page_policy(basemap: &Basemap) -> HeaderValue {
    let style = basemap.style_url.as_deref().and_then(origin).map(|origin| format!(" {origin}")).unwrap_or_default();
    let tianditu = if basemap.tianditu_key.is_some() { TIANDITU } else { "" };
    let policy = format!(
        "default-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:{style}{tianditu}; style-src 'self' 'unsafe-inline'; \
         connect-src 'self'{style}{tianditu}; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

/// `https://host:port` of an address; `None` when it is relative or could smuggle in another rule.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    (matches!(scheme, "http" | "https") && !host.is_empty() && host.chars().all(plain)).then(|| format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_address_gives_its_origin_and_no_other_rule() {
        assert_eq!(origin("https://tiles.example:8443/style.json?key=1").as_deref(), Some("https://tiles.example:8443"));
        assert_eq!(origin("/style.json"), None);
        assert_eq!(origin("https://a.example; script-src *"), None);
        assert_eq!(origin("javascript://x"), None);
    }
}
