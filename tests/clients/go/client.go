// Publishes a profile and reads the networks, with a client that oapi-codegen has made.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"

	"example.org/check/kith"
)

type told struct {
	Status   string   `json:"status"`
	Networks []string `json:"networks"`
	Refused  int      `json:"refused"`
}

func main() {
	withToken := kith.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("KITH_TOKEN"))
		return nil
	})
	client, err := kith.NewClientWithResponses(os.Getenv("KITH_NODE_URL"), withToken)
	check(err)
	ctx, key := context.Background(), "made-in-go"
	profile := kith.PublishProfile{Body: "bcs", Name: "BCS"}
	done, err := client.DirectoryPublishProfileWithResponse(
		ctx, "bcs", &kith.DirectoryPublishProfileParams{IdempotencyKey: &key}, profile)
	check(err)
	found, err := client.DirectoryNetworksWithResponse(ctx, "bcs", &kith.DirectoryNetworksParams{})
	check(err)
	refused, err := client.DirectoryNetworksWithResponse(ctx, "nobody", &kith.DirectoryNetworksParams{})
	check(err)
	says := told{Status: string(done.JSON200.Status), Refused: refused.ApplicationproblemJSON403.Status}
	for _, each := range *found.JSON200 {
		says.Networks = append(says.Networks, each.Network)
	}
	text, err := json.Marshal(says)
	check(err)
	fmt.Println(string(text))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
