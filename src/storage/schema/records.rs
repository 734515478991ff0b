//! The registry itself and its log.

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
        forgotten_seq -> BigInt,
        forgotten_hash -> Text,
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
        rule_set -> Text,
        min_places -> Nullable<BigInt>,
        area -> Nullable<Text>,
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
    demand_source (id) {
        id -> Text,
        group_code -> Text,
        definition -> Nullable<Text>,
        year -> Nullable<Integer>,
        method -> Text,
        how -> Nullable<Text>,
        file_name -> Text,
        at -> Timestamp,
        batch -> Nullable<Text>,
        superseded_by -> Nullable<Text>,
    }
}

diesel::table! {
    map_part (part) {
        part -> Text,
        source_name -> Text,
        source_sha256 -> Text,
        data_as_of -> Nullable<Timestamp>,
        written_at -> Timestamp,
        content_sha256 -> Text,
    }
}

diesel::table! {
    map_chunk (part, number) {
        part -> Text,
        number -> Integer,
        content -> Binary,
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

diesel::allow_tables_to_appear_in_same_query!(facility, service, organization);
