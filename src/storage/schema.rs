//! The tables as diesel knows them; kept in step with `migrations/` by a test.

diesel::table! {
    registry (id) {
        id -> Integer,
        uid -> Text,
        revision -> BigInt,
        changed_at -> Timestamp,
        change_seq -> BigInt,
        change_hash -> Text,
        land_revision -> BigInt,
        people_revision -> BigInt,
        base_revision -> BigInt,
    }
}

diesel::table! {
    kind (code) {
        code -> Text,
        place -> Integer,
        name_zh -> Text,
        name_en -> Text,
        of -> Text,
        icon -> Text,
        colour -> Text,
        capacity_unit_zh -> Text,
        capacity_unit_en -> Text,
        protected -> Bool,
        aliases -> Text,
        osm_tags -> Text,
        hsds_term -> Nullable<Text>,
        source -> Text,
        confidence -> Text,
        edited -> Bool,
    }
}

diesel::table! {
    service_type (code) {
        code -> Text,
        place -> Integer,
        name_zh -> Text,
        name_en -> Text,
        aliases -> Text,
        doorless -> Bool,
        hsds_term -> Nullable<Text>,
        source -> Text,
        confidence -> Text,
    }
}

diesel::table! {
    target_group (code) {
        code -> Text,
        place -> Integer,
        name_zh -> Text,
        name_en -> Text,
        aliases -> Text,
        minors -> Bool,
        source -> Text,
        confidence -> Text,
    }
}

diesel::table! {
    standard (code) {
        code -> Text,
        place -> Integer,
        kind -> Text,
        name_zh -> Text,
        name_en -> Text,
        tier -> Nullable<Text>,
        reach_m -> Nullable<Double>,
        metric -> Text,
        ratio_value -> Nullable<Double>,
        ratio_unit -> Nullable<Text>,
        min_area_m2 -> Nullable<Double>,
        strength -> Text,
        citation -> Text,
        source -> Text,
        confidence -> Text,
        verified -> Bool,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        edited -> Bool,
    }
}

diesel::table! {
    reporting_unit (code) {
        code -> Text,
        place -> Integer,
        name_zh -> Text,
        name_en -> Text,
        divisions -> Text,
        source -> Text,
        confidence -> Text,
    }
}

diesel::table! {
    division (code) {
        code -> BigInt,
        name -> Text,
        name_en -> Nullable<Text>,
        parent -> Nullable<BigInt>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        successor -> Nullable<BigInt>,
        boundary -> Nullable<Text>,
        lon -> Nullable<Double>,
        lat -> Nullable<Double>,
        smart -> Nullable<Bool>,
        smart_since -> Nullable<Date>,
        smart_source -> Nullable<Text>,
        source -> Nullable<Text>,
    }
}

diesel::table! {
    organization (id) {
        id -> Text,
        name -> Text,
        name_en -> Nullable<Text>,
        category -> Nullable<Text>,
        credit_code -> Nullable<Text>,
        filing_number -> Nullable<Text>,
        phone -> Nullable<Text>,
        address -> Nullable<Text>,
        division -> Nullable<BigInt>,
        notes -> Nullable<Text>,
        source -> Nullable<Text>,
        updated_at -> Timestamp,
        contact_mobile -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    facility (id) {
        id -> Text,
        name -> Text,
        name_en -> Nullable<Text>,
        kind -> Text,
        operator_id -> Nullable<Text>,
        credit_code -> Nullable<Text>,
        division -> Nullable<BigInt>,
        address -> Nullable<Text>,
        lon -> Double,
        lat -> Double,
        given_x -> Double,
        given_y -> Double,
        given_datum -> Text,
        position_precision -> Text,
        front_lon -> Nullable<Double>,
        front_lat -> Nullable<Double>,
        status -> Text,
        status_date -> Nullable<Date>,
        status_reason -> Nullable<Text>,
        capacity -> Nullable<BigInt>,
        floor_area_m2 -> Nullable<Double>,
        opening_hours -> Nullable<Text>,
        phone -> Nullable<Text>,
        barrier_free -> Text,
        grade -> Nullable<Text>,
        responsible_department -> Nullable<Text>,
        notes -> Nullable<Text>,
        opened_on -> Nullable<Date>,
        checked_on -> Nullable<Date>,
        source -> Nullable<Text>,
        updated_at -> Timestamp,
        contact_mobile -> Nullable<Text>,
        checked_by -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    service (id) {
        id -> Text,
        service_type -> Text,
        facility_id -> Nullable<Text>,
        organization_id -> Nullable<Text>,
        target_groups -> Text,
        fee -> Nullable<Text>,
        capacity -> Nullable<BigInt>,
        vacancy -> Nullable<BigInt>,
        vacancy_at -> Nullable<Timestamp>,
        phone -> Nullable<Text>,
    }
}

diesel::table! {
    demand_cell (id) {
        id -> Text,
        lon -> Double,
        lat -> Double,
        given_x -> Nullable<Double>,
        given_y -> Nullable<Double>,
        given_datum -> Nullable<Text>,
        division -> Nullable<BigInt>,
        counts -> Text,
    }
}

diesel::table! {
    base_feature (id) {
        id -> BigInt,
        layer -> Text,
        class -> Text,
        name -> Nullable<Text>,
        name_en -> Nullable<Text>,
        geometry -> Text,
    }
}

diesel::table! {
    change (seq) {
        seq -> BigInt,
        at -> Timestamp,
        actor -> Text,
        actor_name -> Text,
        action -> Text,
        record_type -> Text,
        record_id -> Text,
        batch -> Nullable<Text>,
        reason -> Nullable<Text>,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
        hash -> Text,
    }
}

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

diesel::allow_tables_to_appear_in_same_query!(facility, service, organization);
