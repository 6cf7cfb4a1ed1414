// Publishes a profile and reads the networks, with types that openapi-typescript has made.
import createClient from "openapi-fetch";
import type { components, paths } from "./kith.js";

type Network = components["schemas"]["NetworkPublished"];

const client = createClient<paths>({
  baseUrl: process.env["KITH_NODE_URL"]!,
  headers: { authorization: `Bearer ${process.env["KITH_TOKEN"]}` },
});
const done = await client.POST("/directory/v1/{organisation}/commands/publish-profile", {
  params: { path: { organisation: "bcs" }, header: { "idempotency-key": "made-in-typescript" } },
  body: { body: "bcs", name: "BCS" },
});
const found = await client.GET("/directory/v1/{organisation}/networks", { params: { path: { organisation: "bcs" } } });
const refused = await client.GET("/directory/v1/{organisation}/networks", { params: { path: { organisation: "nobody" } } });
const networks: Network[] = found.data ?? [];
console.log(
  JSON.stringify({
    status: done.data?.status,
    networks: networks.map((each) => each.network),
    refused: refused.error?.status,
  }),
);
