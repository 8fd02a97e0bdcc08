// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

// Source is one place that can hold a credential, or one thing that can be
// done to a credential found before.
type Source struct {
	Name      string   // "key pair in the environment"
	Arguments []string // of the provider block
	Variables []string // of the environment, those first that are looked at first
	Exclusive bool     // chosen in the provider block, which may choose only one of these
	Chained   bool     // not a base: it makes another credential out of the one found so far
}

// Order is the one order in which credentials are looked for. The first source
// without Chained that is set is the base and the others are left alone; two
// that are Exclusive are an error. Then each Chained one that is set acts on
// the result of the one before it.
//
// What the block chooses comes before the environment. Within the environment
// it is as with the official provider: a keyless source wins over a key pair.
func Order() []Source {
	var rows []Source
	for _, s := range baseSources() {
		rows = append(rows, s.Source)
	}
	return append(rows,
		Source{
			Name: "MFA session", Arguments: []string{argMFA}, Chained: true,
			Variables: []string{EnvMFASerialNumber, EnvMFATokenCode, EnvMFADurationSeconds},
		},
		Source{Name: "role of the profile, where a profile is the base", Chained: true},
		Source{
			Name: "assumed role", Arguments: []string{argAssumeRole}, Chained: true,
			Variables: []string{
				EnvAssumeRoleARN, EnvRoleARN, EnvAssumeRoleSessionName, EnvRoleSessionName, EnvAssumeRoleSessionDuration,
				EnvAssumeRoleExternalID, EnvAssumeRoleSourceIdentity, EnvAssumeRoleSerialNumber, EnvAssumeRoleTokenCode,
			},
		},
	)
}

// baseSource is a row of the order with what looks for it.
type baseSource struct {
	Source

	probe func(*resolver) probe
}

// probe is what was found of a source.
type probe struct {
	found string      // in words, for the report; of use only without open
	open  func() base // what makes it the base; nil where the source is not set
}

const notSet = "not set"

func baseSources() []baseSource {
	return append(blockSources(),
		baseSource{Source{Name: "web identity in the environment", Variables: webIdentityVariables()}, (*resolver).environmentWebIdentity},
		baseSource{Source{Name: "SAML assertion in the environment", Variables: samlVariables()}, (*resolver).environmentSAML},
		baseSource{Source{Name: "instance role in the environment", Variables: []string{EnvCAMRoleName}}, (*resolver).environmentInstanceRole},
		baseSource{Source{
			Name: "key pair in the environment", Variables: []string{EnvSecretID, EnvSecretKey, EnvSecurityToken, EnvToken},
		}, (*resolver).environmentKeys},
		baseSource{Source{Name: "profile in the environment", Variables: []string{EnvProfile, EnvProfileTCCLI}}, (*resolver).environmentProfile},
		baseSource{Source{Name: "default profile"}, (*resolver).defaultProfile},
	)
}

// blockSources are those that a provider block chooses. It chooses one of them,
// so their order among themselves does not matter.
func blockSources() []baseSource {
	return []baseSource{
		{Source{
			Name: "key pair in the provider block", Arguments: []string{"secret_id", "secret_key", "security_token"},
			Variables: []string{EnvSecretID, EnvSecretKey, EnvSecurityToken, EnvToken}, Exclusive: true,
		}, (*resolver).blockKeys},
		{Source{
			Name: "SAML assertion in the provider block", Arguments: []string{argSAML},
			Variables: samlVariables(), Exclusive: true,
		}, (*resolver).blockSAML},
		{Source{
			Name: "web identity in the provider block", Arguments: []string{argWebIdentity},
			Variables: webIdentityVariables(), Exclusive: true,
		}, (*resolver).blockWebIdentity},
		{Source{
			Name: "pod identity in the provider block", Arguments: []string{argPodOIDC},
			Variables: []string{EnvTKERegion, EnvTKEProviderID, EnvTKEWebIdentityTokenFile, EnvTKERoleARN}, Exclusive: true,
		}, (*resolver).blockPod},
		{Source{Name: "instance role in the provider block", Arguments: []string{argCAMRole}, Exclusive: true}, (*resolver).blockInstanceRole},
		{Source{Name: "profile in the provider block", Arguments: []string{argProfile}, Exclusive: true}, (*resolver).blockProfile},
	}
}

func webIdentityVariables() []string {
	return append([]string{
		EnvAssumeRoleWebIdentityToken, EnvAssumeRoleWebIdentityTokenFile, EnvAssumeRoleProviderID,
		EnvAssumeRoleARNFile, EnvAssumeRoleARNNFile,
	}, sessionVariables()...)
}

func samlVariables() []string {
	return append([]string{EnvAssumeRoleSAMLAssertion, EnvAssumeRolePrincipalARN}, sessionVariables()...)
}

// sessionVariables name the role of whichever source there is that needs one.
func sessionVariables() []string {
	return []string{EnvAssumeRoleARN, EnvRoleARN, EnvAssumeRoleSessionName, EnvRoleSessionName, EnvAssumeRoleSessionDuration}
}
