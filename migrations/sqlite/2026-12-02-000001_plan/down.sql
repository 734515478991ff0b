DROP TABLE project;
DROP TABLE plan;
