from django.db import migrations

MOVE = """
ALTER TABLE exchange_delivery SET SCHEMA published;
ALTER TABLE exchange_presentedkey SET SCHEMA published;
REVOKE ALL ON published.exchange_delivery, published.exchange_presentedkey FROM yiyuan_app, yiyuan_gateway;
GRANT SELECT, INSERT ON published.exchange_delivery TO yiyuan_app;
GRANT INSERT ON published.exchange_delivery TO yiyuan_gateway;
GRANT SELECT ON published.exchange_presentedkey TO yiyuan_app;
GRANT SELECT, INSERT ON published.exchange_presentedkey TO yiyuan_gateway;
"""


class Migration(migrations.Migration):
    """Deliveries stand where the gateway may add and nobody may change; it does not read them."""

    dependencies = [("exchange", "0001_deliveries"), ("sharing", "0003_published_for_delivery")]
    operations = [migrations.RunSQL(MOVE, migrations.RunSQL.noop)]
