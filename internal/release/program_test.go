// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// program is a binary and what it tells of itself.
type program struct {
	platform

	content []byte
	info    *buildinfo.BuildInfo
	symbols bool // a table of them, which a debugger needs
	debug   bool // DWARF
	linked  bool // to libraries, which a machine may not have
}

// readProgram reads the header that the platform's loader goes by.
func readProgram(content []byte) (program, error) {
	p := program{content: content}
	var err error
	if p.info, err = buildinfo.Read(bytes.NewReader(content)); err != nil {
		return p, err
	}
	file := bytes.NewReader(content)
	if f, err := elf.NewFile(file); err == nil {
		p.readELF(f)
	} else if f, err := macho.NewFile(file); err == nil {
		p.readMachO(f)
	} else if f, err := pe.NewFile(file); err == nil {
		p.readPE(f)
	} else {
		return p, errors.New("neither ELF nor Mach-O nor PE")
	}
	return p, nil
}

func (p *program) readELF(f *elf.File) {
	p.os = map[elf.OSABI]string{elf.ELFOSABI_NONE: "linux", elf.ELFOSABI_FREEBSD: "freebsd"}[f.OSABI]
	p.arch = map[elf.Machine]string{elf.EM_386: "386", elf.EM_X86_64: "amd64", elf.EM_ARM: "arm", elf.EM_AARCH64: "arm64"}[f.Machine]
	p.symbols = f.SectionByType(elf.SHT_SYMTAB) != nil
	p.debug = slices.ContainsFunc(f.Sections, func(s *elf.Section) bool { return isDebug(s.Name) })
	p.linked = slices.ContainsFunc(f.Progs, func(s *elf.Prog) bool { return s.Type == elf.PT_INTERP })
}

func (p *program) readMachO(f *macho.File) {
	p.os = "darwin"
	p.arch = map[macho.Cpu]string{macho.CpuAmd64: "amd64", macho.CpuArm64: "arm64"}[f.Cpu]
	// What is undefined is looked up in the system's library, which is always there.
	const undefined = 0
	p.symbols = f.Symtab != nil && slices.ContainsFunc(f.Symtab.Syms, func(s macho.Symbol) bool { return s.Sect != undefined })
	p.debug = slices.ContainsFunc(f.Sections, func(s *macho.Section) bool { return isDebug(s.Name) })
}

func (p *program) readPE(f *pe.File) {
	p.os = "windows"
	p.arch = map[uint16]string{pe.IMAGE_FILE_MACHINE_I386: "386", pe.IMAGE_FILE_MACHINE_AMD64: "amd64", pe.IMAGE_FILE_MACHINE_ARM64: "arm64"}[f.Machine]
	p.symbols = f.NumberOfSymbols > 0
	p.debug = slices.ContainsFunc(f.Sections, func(s *pe.Section) bool { return isDebug(s.Name) })
}

// isDebug says whether a section holds DWARF, packed or not.
func isDebug(section string) bool {
	name := strings.TrimLeft(section, "._")
	return strings.HasPrefix(name, "debug_") || strings.HasPrefix(name, "zdebug_")
}

// setting is how it was built, as `go version -m` tells it.
func (p program) setting(key string) string {
	for _, s := range p.info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

// check fails unless the program is of that release and for that platform, runs
// on any machine of it, and says nothing of the machine where it was built.
func (p program) check(want platform, a assets) error {
	var problems error
	expect := func(good bool, format string, args ...any) {
		if !good {
			problems = errors.Join(problems, fmt.Errorf(format, args...))
		}
	}
	expect(p.platform == want, "it is a program for %s", p.platform)
	expect(!p.symbols, "it has a table of symbols")
	expect(!p.debug, "it has DWARF")
	expect(!p.linked, "it needs libraries of the machine")
	expect(p.setting("CGO_ENABLED") == "0", "it is built with cgo")
	expect(p.setting("-trimpath") == "true", "it is built without -trimpath")
	expect(a.commit == "" || p.setting("vcs.revision") == a.commit, "its commit is %q, not %s", p.setting("vcs.revision"), a.commit)
	expect(bytes.Contains(p.content, []byte(a.version)), "it does not know its version, %s", a.version)
	paths, err := buildPaths()
	for _, path := range paths {
		expect(!bytes.Contains(p.content, []byte(path)), "it has %s in it", path)
	}
	return errors.Join(problems, err)
}

// buildPaths are the folders that a binary was built from, if it was built here.
var buildPaths = sync.OnceValues(func() ([]string, error) {
	printed, err := exec.CommandContext(context.Background(), "go", "env", "GOROOT", "GOMODCACHE").Output()
	if err != nil {
		return nil, err
	}
	repository, err := filepath.Abs(root)
	return append(strings.Fields(string(printed)), repository), err
})
