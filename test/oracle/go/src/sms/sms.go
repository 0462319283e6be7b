// Package sms has the models that Ory's courier hands to its SMS templates: same names, types and JSON names.
package sms

import (
	"net/http"

	"courier/template"
)

type LoginCodeValidModel struct {
	To                 string                       `json:"to"`
	LoginCode          string                       `json:"login_code"`
	Identity           map[string]any               `json:"identity"`
	RequestURL         string                       `json:"request_url"`
	RequestURLDomain   string                       `json:"request_url_domain"`
	TransientPayload   map[string]any               `json:"transient_payload"`
	ExpiresInMinutes   int                          `json:"expires_in_minutes"`
	OAuth2LoginRequest *template.OAuth2LoginRequest `json:"oauth2_login_request,omitempty"`
	UserRequestHeaders http.Header                  `json:"-"`
}

type RegistrationCodeValidModel struct {
	To                 string                       `json:"to"`
	RegistrationCode   string                       `json:"registration_code"`
	Identity           map[string]any               `json:"identity"`
	RequestURL         string                       `json:"request_url"`
	RequestURLDomain   string                       `json:"request_url_domain"`
	TransientPayload   map[string]any               `json:"transient_payload"`
	ExpiresInMinutes   int                          `json:"expires_in_minutes"`
	OAuth2LoginRequest *template.OAuth2LoginRequest `json:"oauth2_login_request,omitempty"`
	UserRequestHeaders http.Header                  `json:"-"`
}

type VerificationCodeValidModel struct {
	To                 string                       `json:"to"`
	VerificationCode   string                       `json:"verification_code"`
	Identity           map[string]any               `json:"identity"`
	RequestURL         string                       `json:"request_url"`
	RequestURLDomain   string                       `json:"request_url_domain"`
	TransientPayload   map[string]any               `json:"transient_payload"`
	ExpiresInMinutes   int                          `json:"expires_in_minutes"`
	OAuth2LoginRequest *template.OAuth2LoginRequest `json:"oauth2_login_request,omitempty"`
}

type RecoveryCodeValidModel struct {
	To                 string         `json:"to"`
	RecoveryCode       string         `json:"verification_code"`
	Identity           map[string]any `json:"identity"`
	RequestURL         string         `json:"request_url"`
	RequestURLDomain   string         `json:"request_url_domain"`
	TransientPayload   map[string]any `json:"transient_payload"`
	ExpiresInMinutes   int            `json:"expires_in_minutes"`
	UserRequestHeaders http.Header    `json:"-"`
}

type VerifiableAddressChangedModel struct {
	To                 string         `json:"to"`
	Identity           map[string]any `json:"identity"`
	ChangedAt          string         `json:"changed_at"`
	TransientPayload   map[string]any `json:"transient_payload"`
	UserRequestHeaders http.Header    `json:"-"`
}

type AuthenticatorKeyAddedModel struct {
	To                 string         `json:"to"`
	Identity           map[string]any `json:"identity"`
	AddedAt            string         `json:"added_at"`
	TransientPayload   map[string]any `json:"transient_payload"`
	UserRequestHeaders http.Header    `json:"-"`
}
