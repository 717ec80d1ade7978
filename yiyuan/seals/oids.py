"""Names of the Chinese algorithms, made known to asn1crypto: SM3, SM2 with SM3, the curve."""

from asn1crypto import algos, keys

SM2_CURVE, SM2_NAME = "1.2.156.10197.1.301", "sm2"
SM2_SM3 = "1.2.156.10197.1.501"
SM3 = "1.2.156.10197.1.401"
SM2, P256 = "sm2_sm3", "sha256_ecdsa"  # how asn1crypto names an algorithm of signature


def _register() -> None:
    # asn1crypto offers no public way; both maps are read when a value is shown or set
    for kind, oid, name in (
        (algos.SignedDigestAlgorithmId, SM2_SM3, SM2),
        (algos.DigestAlgorithmId, SM3, "sm3"),
    ):
        kind._map[oid] = name  # noqa: SLF001
        kind._reverse_map = None  # noqa: SLF001
    if SM2_CURVE not in keys.NamedCurve._map:  # noqa: SLF001
        keys.NamedCurve.register(SM2_NAME, SM2_CURVE, 32)


_register()
