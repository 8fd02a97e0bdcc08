// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

#include "textflag.h"

// Moves 16 bytes in x ahead by 64 bytes and adds those at offset(BX).
#define FOLD(x, offset) \
	MOVOU x, X5           \
	PCLMULQDQ $0x00, X4, x \
	PCLMULQDQ $0x11, X4, X5 \
	MOVOU offset(BX), X6  \
	PXOR X5, x            \
	PXOR X6, x

// func fold(acc *[64]byte, data *byte, blocks int, k *[2]uint64)
TEXT ·fold(SB), NOSPLIT, $0-32
	MOVQ acc+0(FP), AX
	MOVQ data+8(FP), BX
	MOVQ blocks+16(FP), CX
	MOVQ k+24(FP), DX
	MOVOU (DX), X4
	MOVOU 0(AX), X0
	MOVOU 16(AX), X1
	MOVOU 32(AX), X2
	MOVOU 48(AX), X3
	TESTQ CX, CX
	JZ done

loop:
	FOLD(X0, 0)
	FOLD(X1, 16)
	FOLD(X2, 32)
	FOLD(X3, 48)
	ADDQ $64, BX
	DECQ CX
	JNZ loop

done:
	MOVOU X0, 0(AX)
	MOVOU X1, 16(AX)
	MOVOU X2, 32(AX)
	MOVOU X3, 48(AX)
	RET
