//! Who works with the registry, and what is on their desks.

diesel::table! {
    account (id) {
        id -> Text,
        login -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        password_changed_at -> Nullable<Timestamp>,
        must_change -> Bool,
        totp_secret -> Nullable<Text>,
        totp_enabled -> Bool,
        totp_last_step -> Nullable<BigInt>,
        oidc_subject -> Nullable<Text>,
        failures -> Integer,
        locked_until -> Nullable<Timestamp>,
        disabled -> Bool,
        created_at -> Timestamp,
        last_sign_in_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    account_grant (account_id, role, jurisdiction) {
        account_id -> Text,
        role -> Text,
        jurisdiction -> Text,
    }
}

diesel::table! {
    session (id) {
        id -> Text,
        token_hash -> Text,
        account_id -> Text,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        agent -> Nullable<Text>,
    }
}

diesel::table! {
    api_token (id) {
        id -> Text,
        token_hash -> Text,
        account_id -> Text,
        name -> Text,
        rights -> Text,
        jurisdiction -> Text,
        created_at -> Timestamp,
        expires_on -> Nullable<Date>,
        last_used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    one_time_link (token_hash) {
        token_hash -> Text,
        purpose -> Text,
        account_id -> Nullable<Text>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    setting (key) {
        key -> Text,
        place -> Integer,
        value -> Text,
        default_value -> Text,
        unit -> Nullable<Text>,
        name_zh -> Text,
        name_en -> Text,
        source -> Text,
        confidence -> Text,
        verified -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    proposal (id) {
        id -> Text,
        record_type -> Text,
        record_id -> Text,
        action -> Text,
        state -> Text,
        name -> Text,
        division -> Nullable<BigInt>,
        base_version -> BigInt,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
        others -> Text,
        reason -> Nullable<Text>,
        proposed_by -> Text,
        proposed_by_name -> Text,
        proposed_at -> Timestamp,
        decided_by -> Nullable<Text>,
        decided_by_name -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        decision_reason -> Nullable<Text>,
    }
}

diesel::table! {
    batch (id) {
        id -> Text,
        kind -> Text,
        file_name -> Text,
        sha256 -> Text,
        at -> Timestamp,
        actor -> Text,
        actor_name -> Text,
        added -> BigInt,
        changed -> BigInt,
        removed -> BigInt,
        undone_at -> Nullable<Timestamp>,
        undone_by_name -> Nullable<Text>,
    }
}

diesel::table! {
    import_draft (id) {
        id -> Text,
        kind -> Text,
        file_name -> Text,
        sha256 -> Text,
        size -> BigInt,
        content -> Binary,
        state -> Text,
        mapping -> Text,
        datum -> Nullable<Text>,
        default_kind -> Nullable<Text>,
        complete_for -> Nullable<Text>,
        mends -> Text,
        left_out -> Text,
        owner -> Text,
        owner_name -> Text,
        office -> Text,
        at -> Timestamp,
        batch -> Nullable<Text>,
        proposal -> Nullable<Text>,
        summary -> Nullable<Text>,
        version -> BigInt,
        figures -> Text,
    }
}

diesel::table! {
    heading_mapping (owner, kind) {
        owner -> Text,
        kind -> Text,
        mapping -> Text,
    }
}

diesel::table! {
    report (id) {
        id -> Text,
        facility_id -> Text,
        field -> Nullable<Text>,
        text -> Text,
        at -> Timestamp,
        receipt_hash -> Text,
        state -> Text,
        outcome -> Nullable<Text>,
        answer -> Nullable<Text>,
        closed_by -> Nullable<Text>,
        closed_by_name -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    merged_id (record_type, old_id) {
        record_type -> Text,
        old_id -> Text,
        new_id -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    distinct_pair (record_type, a, b) {
        record_type -> Text,
        a -> Text,
        b -> Text,
        reason -> Nullable<Text>,
        by_name -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    accepted_review (problem, ids) {
        problem -> Text,
        ids -> Text,
        reason -> Nullable<Text>,
        by_name -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    division_change (id) {
        id -> Text,
        kind -> Text,
        on_date -> Date,
        from_codes -> Text,
        to_codes -> Text,
        reason -> Nullable<Text>,
        by_name -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    hand_in (hash) {
        hash -> Text,
        plan_id -> Text,
        inputs -> Text,
        made_at -> Timestamp,
        made_by -> Text,
        made_by_name -> Text,
    }
}

diesel::table! {
    plan (id) {
        id -> Text,
        name -> Text,
        state -> Text,
        terms -> Text,
        baseline -> Text,
        actions -> Text,
        siting -> Nullable<Text>,
        siting_answer -> Nullable<Text>,
        run_state -> Nullable<Text>,
        run_objective -> Nullable<Double>,
        run_bound -> Nullable<Double>,
        run_gap -> Nullable<Double>,
        run_seconds -> Nullable<Double>,
        run_why -> Nullable<Text>,
        run_until -> Nullable<Timestamp>,
        copied_from -> Nullable<Text>,
        created_by -> Text,
        created_by_name -> Text,
        created_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    project (id) {
        id -> Text,
        plan_id -> Text,
        action_id -> Text,
        name -> Text,
        facility_id -> Text,
        division -> Nullable<BigInt>,
        owner_unit -> Nullable<Text>,
        owner_post -> Nullable<Text>,
        funds -> Text,
        milestones -> Text,
        deadline -> Nullable<Date>,
        state -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    gap (id) {
        id -> Text,
        division -> BigInt,
        state -> Text,
        reason -> Nullable<Text>,
        owner_unit -> Nullable<Text>,
        owner_post -> Nullable<Text>,
        deadline -> Nullable<Date>,
        version -> BigInt,
    }
}

diesel::table! {
    gap_comment (id) {
        id -> Text,
        gap_id -> Text,
        text -> Text,
        by_id -> Text,
        by_name -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    inspection (id) {
        id -> Text,
        kind -> Text,
        name -> Text,
        division -> Nullable<BigInt>,
        from_date -> Date,
        to_date -> Date,
        checklist -> Text,
        seed -> Text,
        drawn_from -> BigInt,
        subjects -> Text,
        by_id -> Text,
        by_name -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    inspection_visit (id) {
        id -> Text,
        inspection_id -> Text,
        subject -> Text,
        on_date -> Date,
        post -> Text,
        findings -> Text,
        rectify_by -> Nullable<Date>,
        by_id -> Text,
        by_name -> Text,
        at -> Timestamp,
    }
}
