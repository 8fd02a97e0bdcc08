// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import "golang.org/x/sys/cpu"

var canFold = cpu.X86.HasPCLMULQDQ

// fold adds blocks of 64 bytes to acc, modulo the polynomial of k.
//
// Source: Gopal et al., "Fast CRC Computation for Generic Polynomials Using
// PCLMULQDQ Instruction", Intel, 2009.
//
//go:noescape
func fold(acc *[64]byte, data *byte, blocks int, k *[2]uint64)
