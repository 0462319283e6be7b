package sms

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Model fills the model of a template type, as Ory does when it queues a message.
func Model(templateType string, data []byte, headers http.Header) (any, error) {
	switch templateType {
	case "login_code_valid":
		m := &LoginCodeValidModel{UserRequestHeaders: headers}
		return m, json.Unmarshal(data, m)
	case "registration_code_valid":
		m := &RegistrationCodeValidModel{UserRequestHeaders: headers}
		return m, json.Unmarshal(data, m)
	case "verification_code_valid":
		m := &VerificationCodeValidModel{}
		return m, json.Unmarshal(data, m)
	case "recovery_code_valid":
		m := &RecoveryCodeValidModel{UserRequestHeaders: headers}
		return m, json.Unmarshal(data, m)
	case "verifiable_address_changed":
		m := &VerifiableAddressChangedModel{UserRequestHeaders: headers}
		return m, json.Unmarshal(data, m)
	case "authenticator_key_added":
		m := &AuthenticatorKeyAddedModel{UserRequestHeaders: headers}
		return m, json.Unmarshal(data, m)
	}
	return nil, fmt.Errorf("unknown template type %q", templateType)
}
