"""The public site of credit: pages without login, made of what is published today."""
