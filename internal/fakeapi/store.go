// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"sync"
)

// store holds the data of a Server. The values that it returns never change: a change
// replaces the whole Instance.
type store struct {
	mu        sync.RWMutex
	order     []string // instance IDs
	instances map[string]Instance
	objects   map[string]*object
}

// newStore returns a store with deep copies of the instances, with their defaults set.
func newStore(instances []Instance) *store {
	s := &store{instances: map[string]Instance{}}
	for _, instance := range instances {
		if _, twice := s.instances[instance.ID]; !twice {
			s.order = append(s.order, instance.ID)
		}
		s.instances[instance.ID] = instance.withDefaults()
	}
	s.index()
	return s
}

// index collects the objects of all instances.
func (s *store) index() {
	s.objects = map[string]*object{}
	for _, id := range s.order {
		for _, backup := range s.instances[id].Backups {
			for _, file := range backup.Files {
				s.objects[file.Key] = file.object
			}
		}
	}
}

// instance returns an instance of a region.
func (s *store) instance(id, region string) (Instance, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	instance, ok := s.instances[id]
	return instance, ok && instance.Region == region
}

// inRegion returns the instances of a region in their original order.
func (s *store) inRegion(region string) []Instance {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []Instance
	for _, id := range s.order {
		if instance := s.instances[id]; instance.Region == region {
			found = append(found, instance)
		}
	}
	return found
}

// object returns the object with a key.
func (s *store) object(key string) (*object, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	o, ok := s.objects[key]
	return o, ok
}

// change replaces the backups of an instance.
func (s *store) change(instanceID string, backups func(Instance) ([]Backup, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	instance, ok := s.instances[instanceID]
	if !ok {
		return fmt.Errorf("fakeapi: there is no instance %q", instanceID)
	}
	changed, err := backups(instance)
	if err != nil {
		return err
	}
	instance.Backups = changed
	s.instances[instanceID] = instance
	s.index()
	return nil
}
