//! Signing in by OpenID Connect at the command line: what the service is told, and who is linked.

use super::bench::Bench;

#[test]
fn an_account_is_linked_to_one_subject_and_unlinked_again() {
    let bench = Bench::new();
    for login in ["clerk", "other"] {
        bench.done(&format!("user add {login} --role registrar"));
    }
    let issuer = "--oidc-issuer https://id.example.cn/realms/office";
    let linked = bench.json(&format!("user link clerk --subject 8f3c|7 {issuer} --format json"));
    let account = &linked["account"];
    assert_eq!((&account["oidc_issuer"], &account["oidc_subject"]), (&"https://id.example.cn/realms/office".into(), &"8f3c|7".into()));
    assert!(bench.refused(&format!("user link other --subject 8f3c|7 {issuer}")).err.contains("clerk"));
    bench.done("user link other --subject 8f3c|7 --oidc-issuer https://id.example.org");
    assert!(bench.done("user list").out.contains("linked"));
    bench.refused("user link clerk --subject 8f3c");
    bench.refused("user link clerk");
    assert!(bench.done("user link clerk --none").out.contains("not linked"));
    bench.done(&format!("user link other --subject 8f3c|7 {issuer}"));
}

#[test]
fn a_provider_is_set_up_as_a_whole_and_only_where_the_build_has_it() {
    let bench = Bench::new();
    assert!(bench.refused("serve --oidc-issuer https://id.example.cn").err.contains("--oidc-client-id"));
    bench.file("secret", "x").file("empty", "\n").file("ca.pem", "none");
    let serve = |issuer: &str, more: &str| {
        let listen = "serve --listen 127.0.0.1:0 --oidc-client-id carereach";
        bench.refused(&format!("{listen} --oidc-issuer {issuer} --public-url https://care.example.cn {more}")).err
    };
    let wrong = [
        serve("https://id.example.cn", "--oidc-client-secret-file missing"),
        serve("https://id.example.cn", "--oidc-client-secret-file empty"),
        serve("https://id.example.cn", "--oidc-client-secret-file secret --oidc-ca-file ca.pem"),
        serve("http://id.example.cn", "--oidc-client-secret-file secret"),
    ];
    let expected = if cfg!(feature = "oidc") {
        ["missing cannot be read", "empty holds no secret", "ca.pem holds no certificate", "--oidc-issuer http://id.example.cn"]
    } else {
        ["--features oidc"; 4]
    };
    for (said, expected) in wrong.iter().zip(expected) {
        assert!(said.contains(expected), "{said}");
    }
}
