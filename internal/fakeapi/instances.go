// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

// The IDs in the example of the API document.
const (
	DocumentRegion     = "ap-chengdu"
	DocumentInstanceID = "crs-4y9t57vt"
	DocumentBackupID   = "678362566696298532848117"
)

// The other built-in instances, all but the last in ap-chengdu.
const (
	StatusesInstanceID  = "crs-statuses" // a backup in every state
	OdditiesInstanceID  = "crs-oddities" // backups with unusual responses
	StandardInstanceID  = "crs-standard" // not a cluster, so it exports no backup
	ElsewhereInstanceID = "crs-faraway1" // in ElsewhereRegion, one backup of one file
	ElsewhereRegion     = "ap-guangzhou"
)

// The backups of StatusesInstanceID. Only the exported one can be downloaded.
const (
	InUseBackupID     = "678362566696298532850001"
	ExportingBackupID = "678362566696298532850003"
	ExportedBackupID  = "678362566696298532850004"
	ExpiredBackupID   = "678362566696298532850901"
	DeletedBackupID   = "678362566696298532850902"
)

// The backups of OdditiesInstanceID. All files are 4096 bytes long.
const (
	NullBackupID          = "678362566696298532860001" // no files: all four lists are null
	EmptyBackupID         = "678362566696298532860002" // no files: all four lists are []
	NullNameBackupID      = "678362566696298532860003" // two files, the second with a null FileName
	ZeroSizeBackupID      = "678362566696298532860004" // FileSize 0, which means unknown
	NullSizeBackupID      = "678362566696298532860005" // FileSize null
	NullURLBackupID       = "678362566696298532860006" // both URLs null
	InnerOnlyBackupID     = "678362566696298532860007" // DownloadUrl null
	InfosOnlyBackupID     = "678362566696298532860008" // no deprecated lists
	ListsOnlyBackupID     = "678362566696298532860009" // no BackupInfos
	UnevenListsBackupID   = "678362566696298532860010" // two Filenames, one DownloadUrl, null for the rest
	LargeSizeBackupID     = "678362566696298532860011" // FileSize 3 GiB, more than 2^31
	HugeSizeBackupID      = "678362566696298532860012" // FileSize 2^53+1, which does not fit into a float64
	UnicodeNameBackupID   = "678362566696298532860013" // UnicodeName as file name and remark
	ControlNameBackupID   = "678362566696298532860014" // ControlName as file name and remark
	TraversalNameBackupID = "678362566696298532860015" // a file name that points outside a directory
)

// File names of OdditiesInstanceID.
const (
	UnicodeName   = "备份-é́-Ω-😀-\u202efdb.rdb"
	ControlName   = "a\x00b\x1b[31m\r\n\t\"'`$(c)${d}%{e}<b>&.rdb"
	TraversalName = "../../../outside.rdb"
)

// The backups of StandardInstanceID and ElsewhereInstanceID.
const (
	StandardBackupID  = "678362566696298532870001"
	ElsewhereBackupID = "678362566696298532870002"
)

// DocumentInstances returns the built-in instances: that of the document's example
// with its five files, and some that cause each error that depends on data and each
// null that the document allows.
func DocumentInstances() []Instance {
	return []Instance{
		{ID: DocumentInstanceID, Name: "document", Region: DocumentRegion, Architecture: Cluster, Backups: []Backup{documentBackup()}},
		{ID: StatusesInstanceID, Name: "statuses", Region: DocumentRegion, Architecture: Cluster, Backups: []Backup{
			{ID: InUseBackupID, Status: BackupInUse, Files: oneFile(), Remark: "locked by another process", Locked: true},
			{ID: ExportingBackupID, Status: BackupExporting, Files: oneFile(), Remark: "being exported"},
			{ID: ExportedBackupID, Status: BackupExported, Type: ManualBackup, Files: oneFile(), Remark: "exported"},
			{ID: ExpiredBackupID, Status: BackupExpired, Files: oneFile(), Remark: "expired"},
			{ID: DeletedBackupID, Status: BackupDeleted, Files: oneFile(), Remark: "deleted"},
		}},
		{ID: OdditiesInstanceID, Name: "oddities", Region: DocumentRegion, Architecture: Cluster, Backups: odditiesBackups()},
		{ID: StandardInstanceID, Name: "standard", Region: DocumentRegion, Architecture: Standard, Backups: []Backup{
			{ID: StandardBackupID, Status: BackupNormal, Files: oneFile(), Remark: "not of a cluster"},
		}},
		{ID: ElsewhereInstanceID, Name: "elsewhere", Region: ElsewhereRegion, Architecture: Cluster, Backups: []Backup{
			{ID: ElsewhereBackupID, Status: BackupNormal, Files: oneFile(), Remark: "in another region"},
		}},
	}
}

// documentBackup returns the backup of the document's example, with its names, sizes
// and object keys, including the "-" before the name in the key.
func documentBackup() Backup {
	const folder = "251005863/redis/1001463/data/2019-03-07/-"
	var files []File
	for _, f := range []struct {
		name string
		size int64
	}{
		{"9527208-4633789-redis-server-4.0.8-1001463-ignore-1-ignore.rdb", 1264547},
		{"9527208-4633789-redis-server-4.0.8-1001463-ignore-2-ignore.rdb", 1278586},
		{"9527208-4633789-redis-server-4.0.8-1001463-ignore-3-ignore.rdb", 1467647},
		{"9527208-4633789-redis-server-4.0.8-1001463-ignore-4-ignore.rdb", 1264987},
		{"9527208-4633789-redis-server-4.0.8-1001463-ignore-5-ignore.rdb", 1268499},
	} {
		file := NewFile(f.name, f.size)
		file.Key = folder + f.name
		files = append(files, file)
	}
	return Backup{ID: DocumentBackupID, Status: BackupNormal, Files: files, Remark: "the example of the API document"}
}

func odditiesBackups() []Backup {
	named := NewFile("1.rdb", 4096)
	nameless := File{Size: new(int64(4096)), Key: "251005863/redis/1001464/data/2019-03-07/-nameless-2.rdb"}
	zero := File{Name: new("1.rdb"), Size: new(int64(0)), Length: 4096}
	sizeless := File{Name: new("1.rdb"), Length: 4096}
	unlinked, inner := named, named
	unlinked.NoURL, unlinked.NoInnerURL = true, true
	inner.NoURL = true
	outside := NewFile(TraversalName, 4096)
	outside.Key = OdditiesInstanceID + "/" + TraversalNameBackupID + "/1-outside.rdb"
	backups := []Backup{
		{ID: NullBackupID, Remark: "lists are null"},
		{ID: EmptyBackupID, Files: []File{}, Remark: "lists are empty"},
		{ID: NullNameBackupID, Files: []File{named, nameless}, Remark: "second FileName is null"},
		{ID: ZeroSizeBackupID, Files: []File{zero}, Remark: "FileSize is 0"},
		{ID: NullSizeBackupID, Files: []File{sizeless}, Remark: "FileSize is null"},
		{ID: NullURLBackupID, Files: []File{unlinked}, Remark: "both URLs are null"},
		{ID: InnerOnlyBackupID, Files: []File{inner}, Remark: "DownloadUrl is null"},
		{ID: InfosOnlyBackupID, Files: []File{named}, Shape: ShapeInfosOnly, Remark: "only BackupInfos"},
		{ID: ListsOnlyBackupID, Files: []File{named}, Shape: ShapeListsOnly, Remark: "only the deprecated lists"},
		{ID: UnevenListsBackupID, Files: []File{named, named}, Shape: ShapeListsUneven, Remark: "lists of different lengths"},
		{ID: LargeSizeBackupID, Files: sized(3 << 30), Remark: "FileSize is over 2^31"},
		{ID: HugeSizeBackupID, Files: sized(1<<53 + 1), Remark: "FileSize is over 2^53"},
		{ID: UnicodeNameBackupID, Files: []File{NewFile(UnicodeName, 4096)}, Remark: UnicodeName},
		{ID: ControlNameBackupID, Files: []File{NewFile(ControlName, 4096)}, Remark: ControlName},
		{ID: TraversalNameBackupID, Files: []File{outside}, Remark: "FileName is a path"},
	}
	for i := range backups {
		backups[i].Status = BackupNormal
	}
	return backups
}

// sized returns a small file with another FileSize.
func sized(size int64) []File {
	return []File{{Name: new("1.rdb"), Size: new(size), Length: 4096}}
}

// oneFile returns one small file.
func oneFile() []File {
	return []File{NewFile("1.rdb", 4096)}
}
