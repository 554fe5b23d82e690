import type { Tree } from './trees.story.js';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const javaMaven: Tree = {
  'pom.xml': `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent><groupId>org.example</groupId><artifactId>parent</artifactId><version>1</version></parent>
  <artifactId>billing</artifactId>
  <modules><module>core</module><module>web</module></modules>
  <build><plugins><plugin><artifactId>maven-checkstyle-plugin</artifactId></plugin></plugins></build>
</project>
`,
  mvnw: '#!/bin/sh\n',
  '.mvn/wrapper/maven-wrapper.properties': 'wrapperVersion=3.3.2\n',
  'core/pom.xml': '<project><artifactId>core</artifactId></project>\n',
  'core/src/test/java/org/example/SumTest.java': 'class SumTest {}\n',
  'web/pom.xml': '<project><artifactId>web</artifactId></project>\n',
};

export const javaGradle: Tree = {
  'settings.gradle.kts': 'rootProject.name = "atlas"\ninclude("app")\n',
  'build.gradle.kts': 'plugins {\n  id("com.diffplug.spotless") version "6.25.0"\n}\n',
  gradlew: '#!/bin/sh\n',
  'gradle/wrapper/gradle-wrapper.properties': 'distributionUrl=gradle-8.10-bin.zip\n',
  'app/build.gradle.kts': 'plugins { kotlin("jvm") }\n',
  'app/src/test/kotlin/AppTest.kt': 'class AppTest\n',
};

export const dotnetSolution: Tree = {
  'Bank.sln': '\ufeff\r\nMicrosoft Visual Studio Solution File, Format Version 12.00\r\n',
  'src/Bank/Bank.csproj': '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup /></Project>\n',
  'tests/Bank.Tests/Bank.Tests.csproj':
    '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk" /></ItemGroup></Project>\n',
  'global.json': json({ sdk: { version: '8.0.100' } }),
  '.editorconfig': 'root = true\n',
};

export const phpComposer: Tree = {
  'composer.json': json({
    name: 'acme/mailer',
    require: { php: '>=8.2' },
    'require-dev': { 'phpunit/phpunit': '^11', 'phpstan/phpstan': '^1.12' },
    autoload: { 'psr-4': { 'Acme\\': 'src/' } },
  }),
  'composer.lock': json({ packages: [] }),
  'phpunit.xml.dist': '<?xml version="1.0"?><phpunit bootstrap="vendor/autoload.php"/>\n',
  'phpstan.neon': 'parameters:\n  level: 8\n',
  'src/Mailer.php': '<?php\n',
};

export const rubyGem: Tree = {
  'colour.gemspec': "Gem::Specification.new do |spec|\n  spec.name = 'colour'\nend\n",
  Gemfile: "source 'https://rubygems.org'\ngemspec\ngem 'rspec', '~> 3.13'\ngem 'rubocop'\n",
  'Gemfile.lock': 'GEM\n  specs:\n    rspec (3.13.0)\n    rubocop (1.66.1)\n',
  '.rubocop.yml': 'AllCops:\n  NewCops: enable\n',
  'spec/colour_spec.rb': "require 'colour'\n",
};

export const rubyRake: Tree = {
  Gemfile: "source 'https://rubygems.org'\ngem 'rake'\ngem 'minitest'\n",
  Rakefile: "require 'minitest/test_task'\nMinitest::TestTask.create\n",
};

export const plainSite: Tree = {
  'index.html': '<!doctype html><title>Home</title>\n',
  'about.html': '<!doctype html><title>About</title>\n',
  'css/site.css': 'body { margin: 0 }\n',
};

export const hugoSite: Tree = {
  'hugo.toml': 'baseURL = "https://example.org/"\ntitle = "Notes"\n',
  'content/posts/first.md': '---\ntitle: First\n---\n',
  'layouts/index.html': '{{ .Content }}\n',
};

export const jekyllSite: Tree = {
  '_config.yml': 'title: Notes\ntheme: minima\n',
  Gemfile: 'source "https://rubygems.org"\ngem "jekyll", "~> 4.3"\n',
  '_posts/2026-01-01-first.md': '---\n---\n',
};

export const astroSite: Tree = {
  'package.json': json({
    name: 'docs',
    scripts: { dev: 'astro dev', build: 'astro build' },
    dependencies: { astro: '^5.0.0' },
  }),
  'package-lock.json': json({ lockfileVersion: 3 }),
  'astro.config.mjs': "import { defineConfig } from 'astro/config';\n",
  'src/pages/index.astro': '<h1>Docs</h1>\n',
};

export const viteSite: Tree = {
  'package.json': json({ name: 'shop', scripts: { build: 'vite build' }, devDependencies: { vite: '^6.0.0' } }),
  'index.html': '<!doctype html><script type="module" src="/src/main.ts"></script>\n',
  'vite.config.ts': "import { defineConfig } from 'vite';\n",
};

export const dockerfiles: Tree = {
  Dockerfile: '# syntax=docker/dockerfile:1\nFROM --platform=$BUILDPLATFORM alpine:3.20 AS build\nRUN true\n',
  'Dockerfile.debug': 'FROM alpine:3.20\n',
  'tools/report.dockerfile': 'FROM debian:12\n',
  'compose.yaml': 'services:\n  web:\n    build: .\n',
};

export const helmChart: Tree = {
  'charts/web/Chart.yaml':
    'apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies:\n  - { name: redis, version: 19.0.0, repository: "https://example.org" }\n',
  'charts/web/values.yaml': 'replicas: 2\n',
  'charts/web/templates/deployment.yaml': 'kind: Deployment\n',
  'charts/web/charts/part/Chart.yaml': 'apiVersion: v2\nname: part\nversion: 0.1.0\n',
};

export const terraformRoot: Tree = {
  'main.tf': 'terraform {\n  required_version = ">= 1.6"\n}\n\nmodule "net" { source = "./modules/net" }\n',
  'variables.tf': 'variable "region" {}\n',
  '.terraform.lock.hcl': '# maintained by "terraform init"\n',
  '.terraform/providers/x/main.tf': 'resource "a" "b" {}\n',
  'modules/net/main.tf': 'resource "null_resource" "a" {}\n',
};

export const manyFolders: Tree = {
  'README.md': '# Everything\n',
  'web/package.json': json({ name: 'web', scripts: { test: 'node --test', build: 'node build.js' } }),
  'api/go.mod': 'module example.org/api\n\ngo 1.23\n',
  'api/api_test.go': 'package api\n',
  'api/Dockerfile': 'FROM golang:1.23\n',
  'jobs/requirements.txt': 'requests\n',
  'docs/index.html': '<title>Docs</title>\n',
};

export const nothing: Tree = {};
export const onlyText: Tree = { 'README.md': '# Notes\n', 'notes/today.txt': 'rain\n', LICENSE: 'MIT\n' };
