import { expect, test } from 'vitest';
import { projectOf } from '../../analysis.fixtures';
import { apiStyle } from './api-style';
import { findingOf, findingsOf } from './detectors.fixtures';
import { routesOf } from './routes';

const routesIn = async (contents: Record<string, string>) =>
	routesOf(await projectOf(contents)).map(({ method, path }) => `${method} ${path}`);

test('[Q1] Express: routes of a router, chained routes, and no calls of clients', async () => {
	expect(
		await routesIn({
			'package.json': '{"dependencies":{"express":"4"}}',
			'src/users.ts': `import { Router } from 'express';
const router = Router();
router.get('/users', auth, list);
router.post('/users', (req, res) => { res.json({}); });
router.route('/users/:id').get(show).delete(auth, remove);
app.options('*', cors());
cache.get('/x', y);
`,
			'src/client.ts': `import axios from 'axios';
const app = axios.create();
app.get('/users', { params });
`
		})
	).toEqual(['GET /users', 'POST /users', 'DELETE /users/:id', 'GET /users/:id']);
});

test('[Q1] NestJS: the path of the class stands before those of its methods', async () => {
	expect(
		await routesIn({
			'a.controller.ts': `import { Controller, Get, Put } from '@nestjs/common';
@Controller('articles')
export class ArticleController {
	@Get()
	findAll() {}
	@Put(':slug')
	async update() {}
}
`
		})
	).toEqual(['GET /articles', 'PUT /articles/:slug']);
});

test('[Q1] Spring: mappings of methods, and none of the class alone', async () => {
	expect(
		await routesIn({
			'src/main/java/a/ArticleApi.java': `package a;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.bind.annotation.GetMapping;
@RestController
@RequestMapping(path = "/articles/{slug}")
public class ArticleApi {
	@GetMapping
	public ResponseEntity<?> article() { return null; }
	@DeleteMapping("/comments/{id}")
	public ResponseEntity<?> remove() { return null; }
}
`
		})
	).toEqual(['GET /articles/{slug}', 'DELETE /articles/{slug}/comments/{id}']);
});

test('[Q1] Django: paths and registered view sets; what is included is not counted twice', async () => {
	expect(
		await routesIn({
			'a/urls.py': `from django.urls import include, path
router.register(r'articles', ArticleViewSet)
urlpatterns = [
    path('', include(router.urls)),
    path('users/login', LoginView.as_view()),
]
`
		})
	).toEqual(['ANY /articles', 'ANY /users/login']);
});

test('[Q1] Gin: routes of groups in one file', async () => {
	expect(
		await routesIn({
			'main.go': `package main
import "github.com/gin-gonic/gin"
func main() {
	r := gin.Default()
	v1 := r.Group("/api")
	v1.POST("/users", Create)
	r.GET("/ping", func(c *gin.Context) { c.Header("x", "/y") })
}
`
		})
	).toEqual(['POST /api/users', 'GET /ping']);
});

test('[Q1] Laravel: verbs, and resources but what they leave out', async () => {
	expect(
		await routesIn({
			'routes/api.php': `<?php
Route::post('users/login', 'AuthController@login');
Route::resource('articles', 'ArticleController', ['except' => ['create', 'edit', 'destroy', 'update']]);
`
		})
	).toEqual(['POST /users/login', 'GET /articles', 'GET /articles', 'POST /articles']);
});

test('[Q1] Rails: resources stand for their actions', async () => {
	expect(
		await routesIn({
			'config/routes.rb': `Rails.application.routes.draw do
  resources :tags, only: [:index]
  resource :user, only: [:show, :update]
  post 'follow', to: 'follows#create'
end
`
		})
	).toEqual(['GET /tags', 'GET /user', 'PATCH /user', 'POST /follow']);
});

test('[Q1] Rails: a match has the verbs that it names', async () => {
	expect(
		await routesIn({
			'config/routes.rb': `Rails.application.routes.draw do
  match 'hook', to: 'hooks#call', via: [:get, :post]
  match '*path', to: 'errors#missing', via: :all
end
`
		})
	).toEqual(['GET /hook', 'POST /hook', 'ANY /*path']);
});

test('[Q1] ASP.NET Core: attributes on controllers, and minimal routes', async () => {
	expect(
		await routesIn({
			'ArticlesController.cs': `namespace A;
[Route("articles")]
public class ArticlesController : Controller {
	[HttpGet("{slug}")]
	public Task Get(string slug) => null;
	[HttpPost]
	public Task Create() => null;
}
`,
			'Program.cs': `app.MapGet("/healthz", () => "ok");`
		})
	).toEqual(['GET /articles/{slug}', 'POST /articles', 'GET /healthz']);
});

test('[Q1] FastAPI, Flask, axum and SvelteKit', async () => {
	expect(
		await routesIn({
			'a.py': `from fastapi import APIRouter
router = APIRouter()
@router.get("/items")
def items(): pass
`,
			'b.py': `from flask import Flask
@app.route('/login', methods=['GET', 'POST'])
def login(): pass
`,
			'c.rs': `use axum::{routing::get, Router};
fn app() -> Router { Router::new().route("/api/tags", get(tags).post(make)) }
`,
			'src/routes/api/x/+server.ts': 'export const GET = async () => new Response();\n'
		})
	).toEqual(['GET /api/x', 'GET /items', 'POST /login', 'GET /api/tags', 'POST /api/tags']);
});

test('[Q2] the inventory says how many routes change something', async () => {
	const found = await findingOf(apiStyle, 'routes-express', {
		'app.js': `const express = require('express');
const app = express();
app.get('/a', (req, res) => res.send(''));
app.post('/a', (req, res) => res.send(''));
`
	});
	expect(found?.title).toBe('Express serves HTTP routes that are declared in app.js.');
	expect(found?.facts).toMatchObject({ routes: 2, changing: 1 });
});

test('[Q2] GraphQL and remote procedures are told apart', async () => {
	const found = await findingsOf(apiStyle, {
		'a.ts': "import { ApolloServer } from '@apollo/server';\nnew ApolloServer({ typeDefs });\n",
		'B.java': 'package b;\nclass B {\n\t@QueryMapping\n\tBook book() { return null; }\n}\n',
		'c.go': 'package c\nimport "google.golang.org/grpc"\nfunc f() { grpc.NewServer() }\n',
		'd.cs': 'app.MapGrpcService<Greeter>();'
	});
	expect(found.map(({ key }) => key)).toEqual(['api-style:graphql', 'api-style:rpc']);
});

test('[Q2] a client of an API has no routes of its own', async () => {
	expect(
		await findingsOf(apiStyle, {
			'a.ts': "import axios from 'axios';\napi.get('/users');\nmap.get('/x', 1);\n",
			'b.go': 'package b\nimport "net/http"\nfunc f() { http.Get("/x"); r.Header.Get("a") }\n',
			'c.py': "import requests\nrequests.get('/x')\n",
			'D.java':
				'package d;\nimport org.springframework.web.bind.annotation.GetMapping;\n@FeignClient("x")\ninterface D {\n\t@GetMapping("/x")\n\tString x();\n}\n'
		})
	).toEqual([]);
});
