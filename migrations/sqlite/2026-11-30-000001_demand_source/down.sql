DROP TABLE demand_source;
