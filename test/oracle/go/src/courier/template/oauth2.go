// Package template has the types of Ory's courier that its models hold.
package template

type OAuth2LoginRequest struct {
	Challenge string       `json:"challenge"`
	Client    OAuth2Client `json:"client"`
}

type OAuth2Client struct {
	ClientID   string `json:"client_id"`
	ClientName string `json:"client_name,omitempty"`
	ClientURI  string `json:"client_uri,omitempty"`
	LogoURI    string `json:"logo_uri,omitempty"`
	Metadata   any    `json:"metadata,omitempty"`
}
