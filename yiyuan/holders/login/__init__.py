"""Ways to log in with a real name. `YIYUAN_HOLDER_LOGIN` names one: `oidc`, or `simulator`, which checks nobody."""
