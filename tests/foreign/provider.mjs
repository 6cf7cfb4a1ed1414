// A certified OpenID provider that others made (node oidc-provider), for one client: the pages of one node.
// It is told its port, the address of the pages and the audience of the node; it says when it listens.
import { Provider } from "oidc-provider";

const [port, pages, audience] = process.argv.slice(2);
const client = "kith-console";
const people = {
  ada: { roles: ["member"], kith_person: "p-foreign-ada" },
  admin: { roles: ["body-admin"] },
};
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: client,
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      redirect_uris: [`${pages}/sign-in/return`],
      post_logout_redirect_uris: [`${pages}/`],
    },
  ],
  scopes: ["openid", "offline_access", "kith"],
  findAccount: (_context, id) => (people[id] ? { accountId: id, claims: () => ({ sub: id }) } : undefined),
  extraTokenClaims: (_context, token) => ({ ...people[token.accountId], kith_body: "bcs" }),
  features: {
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      useGrantedResource: () => true,
      // Five seconds are too few for any page, so each page has to renew the token first.
      getResourceServerInfo: () => ({ scope: "kith", audience, accessTokenFormat: "jwt", accessTokenTTL: 5 }),
    },
  },
});
provider.on("server_error", (_context, error) => console.error(error));
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
