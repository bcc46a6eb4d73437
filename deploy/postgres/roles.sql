-- One database and one role per service; the keyrings in databases of their own, with roles of their own.
-- Run by psql as superuser, again and again if need be. Each password comes from the environment of psql:
--   IDENTITY_DATABASE_PASSWORD=… MEMBERSHIP_DATABASE_PASSWORD=… … psql -v ON_ERROR_STOP=1 -d postgres -f roles.sql

\set QUIET on
\set ON_ERROR_STOP on
create temporary table house (name text primary key);
insert into house values
    ('identity'), ('membership'), ('membership_keyring'), ('surveys'), ('surveys_keyring'), ('notifications'), ('analytics');

select format('create role %I login nosuperuser nocreatedb nocreaterole noinherit connection limit 40', name)
from house where not exists (select from pg_roles where rolname = name) \gexec
select format('create database %I owner %I', name, name)
from house where not exists (select from pg_database where datname = name) \gexec

-- Nobody connects where they do not belong, not even to the databases that come with the server.
select format('revoke connect, temporary on database %I from public', datname) from pg_database where datname <> 'template0' \gexec
select format('grant connect, temporary on database %I to %I', name, name) from house \gexec

\getenv identity IDENTITY_DATABASE_PASSWORD
\getenv membership MEMBERSHIP_DATABASE_PASSWORD
\getenv membership_keyring MEMBERSHIP_KEYRING_DATABASE_PASSWORD
\getenv surveys SURVEYS_DATABASE_PASSWORD
\getenv surveys_keyring SURVEYS_KEYRING_DATABASE_PASSWORD
\getenv notifications NOTIFICATIONS_DATABASE_PASSWORD
\getenv analytics ANALYTICS_DATABASE_PASSWORD
alter role identity password :'identity';
alter role membership password :'membership';
alter role membership_keyring password :'membership_keyring';
alter role surveys password :'surveys';
alter role surveys_keyring password :'surveys_keyring';
alter role notifications password :'notifications';
alter role analytics password :'analytics';
