/* Passkeys: asks the browser for one and sends its answer with the form. Forms marked data-passkey are hidden until
   we know that this browser can do it: "create" (a new one), "get" (confirm), "login" (the question is fetched first).
   data-options holds the server's question as JSON; bytes travel as base64url. */
(function () {
  'use strict';
  if (!window.PublicKeyCredential || !navigator.credentials) { return; }

  function toBytes(text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/') + '==='.slice((text.length + 3) % 4));
    var bytes = new Uint8Array(plain.length);
    for (var i = 0; i < plain.length; i++) { bytes[i] = plain.charCodeAt(i); }
    return bytes.buffer;
  }

  function toText(buffer) {
    var bytes = new Uint8Array(buffer);
    var plain = '';
    for (var i = 0; i < bytes.length; i++) { plain += String.fromCharCode(bytes[i]); }
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
  }

  function known(list) {
    return (list || []).map(function (one) {
      var copy = { type: one.type, id: toBytes(one.id) };
      if (one.transports) { copy.transports = one.transports; }
      return copy;
    });
  }

  function answer(credential) {
    var said = credential.response;
    var response = { clientDataJSON: toText(said.clientDataJSON) };
    if (said.attestationObject) {
      response.attestationObject = toText(said.attestationObject);
      if (said.getTransports) { response.transports = said.getTransports(); }
    }
    if (said.authenticatorData) { response.authenticatorData = toText(said.authenticatorData); }
    if (said.signature) { response.signature = toText(said.signature); }
    if (said.userHandle) { response.userHandle = toText(said.userHandle); }
    return JSON.stringify({
      type: credential.type,
      id: credential.id,
      rawId: toText(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment || null,
      response: response,
      clientExtensionResults: credential.getClientExtensionResults()
    });
  }

  function create(options, withoutPassword) {
    var key = options.publicKey;
    key.challenge = toBytes(key.challenge);
    key.user.id = toBytes(key.user.id);
    key.excludeCredentials = known(key.excludeCredentials);
    key.authenticatorSelection = key.authenticatorSelection || {};
    key.authenticatorSelection.residentKey = withoutPassword ? 'required' : 'discouraged';
    key.authenticatorSelection.requireResidentKey = withoutPassword;
    if (withoutPassword) { key.authenticatorSelection.userVerification = 'required'; }
    return navigator.credentials.create(options);
  }

  function get(options) {
    var key = options.publicKey;
    key.challenge = toBytes(key.challenge);
    key.allowCredentials = known(key.allowCredentials);
    return navigator.credentials.get(options);
  }

  function fetched(address) {
    return new Promise(function (resolve, reject) {
      var request = new XMLHttpRequest();
      request.open('GET', address);
      request.setRequestHeader('Accept', 'application/json');
      request.onload = function () {
        if (request.status !== 200) { reject(new Error(String(request.status))); return; }
        resolve(JSON.parse(request.responseText).request_options);
      };
      request.onerror = reject;
      request.send();
    });
  }

  function ask(form) {
    var box = form.querySelector('[name="passwordless"]');
    if (form.getAttribute('data-passkey') === 'login') { return fetched(form.action).then(get); }
    var options = JSON.parse(form.getAttribute('data-options'));
    return form.getAttribute('data-passkey') === 'create' ? create(options, !!(box && box.checked)) : get(options);
  }

  Array.prototype.forEach.call(document.querySelectorAll('form[data-passkey]'), function (form) {
    var trouble = form.querySelector('[data-passkey-trouble]');
    form.hidden = false;
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      trouble.hidden = true;
      Promise.resolve().then(function () { return ask(form); }).then(function (credential) {
        form.querySelector('[name="credential"]').value = answer(credential);
        form.submit();
      }).catch(function () { trouble.hidden = false; });
    });
  });
}());
