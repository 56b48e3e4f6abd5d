/**
 * A certificate that a printer signed for itself, for a name that is never its address, valid until 2126. The key is in
 * the open, so it protects nothing: for tests on loopback only.
 */
export const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgnJKEzwZe7iiJJzWT
5Ue1Fz9t2eR31Pc84ogNSlKcbnahRANCAAQikYjMsySaOgEv+He8w9qO+1Cp27Gx
QmnUJcrGTTsUMAOeV4JB5KatR5zrASY5Xjb+OYA4+IgXrioD6jSzJE9J
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUfu2F5UgjC/ds0ywgtJQ+MLwyE7cwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPcHJpbnRlci5pbnZhbGlkMCAXDTI2MTEyMzE1MjQ1OFoYDzIx
MjYxMDMwMTUyNDU4WjAaMRgwFgYDVQQDDA9wcmludGVyLmludmFsaWQwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQikYjMsySaOgEv+He8w9qO+1Cp27GxQmnUJcrG
TTsUMAOeV4JB5KatR5zrASY5Xjb+OYA4+IgXrioD6jSzJE9Jo1MwUTAdBgNVHQ4E
FgQUtDYUV8X/WL8bdHyQsTXIHMUUOfAwHwYDVR0jBBgwFoAUtDYUV8X/WL8bdHyQ
sTXIHMUUOfAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA3rQJ
oFXB0NZxrlO7B05u6gA9X47hxaysaBDCwEeWUUcCIE8areaIvnXFkMKI031I0/ST
EuJtTSOvp5UnhbZxm9gI
-----END CERTIFICATE-----
`,
} as const;
