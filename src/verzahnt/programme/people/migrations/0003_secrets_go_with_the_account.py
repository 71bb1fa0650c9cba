from django.db import migrations

# The keeping job deletes accounts; it must not be able to read second factors, and need not: they go by themselves.
GO = """
CREATE FUNCTION people_secrets_go_with_the_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    DELETE FROM mfa_authenticator WHERE user_id = OLD.id;
    DELETE FROM account_emailconfirmation WHERE email_address_id IN
        (SELECT id FROM account_emailaddress WHERE user_id = OLD.id);
    DELETE FROM account_emailaddress WHERE user_id = OLD.id;
    RETURN OLD;
END $$;
CREATE TRIGGER secrets_go_with_the_account BEFORE DELETE ON people_account
    FOR EACH ROW EXECUTE FUNCTION people_secrets_go_with_the_account();
"""


class Migration(migrations.Migration):
    """Second factors and mailboxes of an account are deleted with it, by the database itself."""

    dependencies = [
        ("people", "0002_nobody_on_both_sides"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunSQL(GO, "DROP FUNCTION people_secrets_go_with_the_account() CASCADE")]
